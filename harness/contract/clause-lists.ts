/** The fourteen clauses of the document "Gateway lock" (2025-12-11), in the order of the document. */
export const clauseIds = [
	'single-instance',
	'isolated-profiles',
	'binds-at-startup',
	'exclusive-listener',
	'rebinds-immediately',
	'no-stale-lock',
	'fails-fast',
	'exact-error-in-use',
	'exact-error-bind-failed',
	'foreign-occupant',
	'port-override',
	'frees-port-on-shutdown',
	'holder-undisturbed',
	'pid-guard-independent',
] as const;

export type BuiltInClauseId = (typeof clauseIds)[number];

/** A clause of a project's own: `acme:quiet-loser`. The colon keeps it apart from clauses that the kit may get later. */
export type OwnClauseId = `${string}:${string}`;

/** Clauses that later eras add to the fourteen; judged only by a contract that holds them. */
export const eraClauseIds = [
	'era:one-per-state',
	'era:reclaims-lock',
	'era:exit-code',
] as const satisfies readonly OwnClauseId[];
export type EraClauseId = (typeof eraClauseIds)[number];

export type ClauseId = BuiltInClauseId | OwnClauseId;

/** The clauses that are judged by a time limit, so the only ones that `--limit <clause>=<duration>` accepts. */
export const limitedClauseIds = [
	'binds-at-startup',
	'rebinds-immediately',
	'fails-fast',
	'frees-port-on-shutdown',
] as const satisfies readonly ClauseId[];

export type LimitedClauseId = (typeof limitedClauseIds)[number];

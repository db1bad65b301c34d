import type { BuiltInClauseId, EraClauseId, LimitedClauseId, OwnClauseId } from './clause-ids.ts';
import type { Readiness } from './readiness.ts';

/** How a limit follows from the build's measured baseline: baseline × factor + plusMs. */
export interface LimitRule {
	readonly baseline: 'none' | 'warm start' | 'failing or warm start';
	readonly factor: number;
	readonly plusMs: number;
	/** A second limit, on waiting alone: the build's own waiting while it starts × factor + plusMs. */
	readonly idle?: { readonly factor: number; readonly plusMs: number };
	/** Why these numbers. */
	readonly source: string;
}

export interface Clause {
	/** The document's words, quoted in every finding. */
	readonly quote: string;
	/** `own`: no document has these words, the contract says it so itself; findings then show them as no quotation. */
	readonly wording?: 'quoted' | 'own';
	/** Where the words stand, when not in the contract's `source`. */
	readonly source?: string;
	/** What is judged, one sentence. */
	readonly judged: string;
	/** What must happen in a case so that it can be judged; for clauses of a project's own. */
	readonly exercisedBy?: string;
}

/** Builds of one package, both ends among them; without `to` no end is known yet. */
export interface BuildRange {
	readonly name: string;
	readonly from: string;
	readonly to?: string;
}

/** How the last run in a home ended, before what it left is looked at. */
export type RunEnd = 'crash' | 'clean-stop';

/** What may stay on disk when no instance lives, though it looks like a lock. */
export interface AllowedLeftover {
	/** Below the arena: `home/**`. */
	readonly glob: string;
	/** After which end of the last run; absent: after any. A later start that blocks on it breaks another clause. */
	readonly after?: readonly RunEnd[];
	readonly source: string;
}

/** What an exit code says: the codes with which such an end is told. */
export interface ExitCodeRule {
	readonly of: 'refused' | 'stopped';
	readonly codes: readonly number[];
	readonly source: string;
}

/** Where the document that a build ships says one thing and its code does another. */
export interface Contradiction {
	readonly clause: BuiltInClauseId | EraClauseId;
	/** Regular expression: the findings of that clause (sentence, expected and printed text, evidence) which it is about. */
	readonly when: string;
	readonly document: string;
	readonly code: string;
	readonly source: string;
}

/** A contract is data: what one era of the gateway promises. No code, no I/O. */
export interface Contract {
	readonly id: string;
	readonly title: string;
	/** The document that it was taken from. */
	readonly source: string;
	/** The fourteen of the document, those that the era adds, and those of the project. */
	readonly clauses: Readonly<Record<BuiltInClauseId, Clause> & Partial<Record<OwnClauseId, Clause>>>;
	/** The address that the gateway binds: `127.0.0.1`. */
	readonly host: string;
	readonly defaultPort: number;
	/** Messages with the holes `{host}` and `{port}`; the bind failure's cause follows its text. */
	readonly messages: {
		readonly inUse: string;
		readonly bindFailed: string;
		/** What a loser says that shares its holder's state, with the hole `{pid}`; absent: `inUse`. */
		readonly stateOwned?: string;
		/** Regular expression: what may stand after a message, to the end of the line. */
		readonly mayFollow?: string;
		/** Where the last two are promised. */
		readonly source?: string;
	};
	/**
	 * Regular expressions (holes `{host}`, `{port}`) for a line, stripped of ANSI codes, by which an instance claims to
	 * be ready. Anchored, because a chatty gateway talks about listening long before it claims to.
	 */
	readonly readyClaims: readonly string[];
	/** How it shows that it serves; default: by a WebSocket handshake. */
	readonly readiness?: Readiness;
	/** Clauses that its document does not promise, each with the reason: they are not judged. */
	readonly unpromised?: readonly { readonly clause: BuiltInClauseId; readonly why: string }[];
	readonly limits: Readonly<Record<LimitedClauseId, LimitRule>>;
	readonly allowedLeftovers: readonly AllowedLeftover[];
	/** Where a PID guard of a companion app may lie (holes `{home}`, `{tmp}`); planted by scenarios. */
	readonly pidGuards: readonly string[];
	/** The builds that it is for, so that `--contract auto` finds it. */
	readonly builds?: readonly BuildRange[];
	/** Ports that follow from the base port; another gateway's base port must keep clear of them. */
	readonly derivedPorts?: readonly { readonly offset: number; readonly what: string; readonly source: string }[];
	readonly exitCodes?: readonly ExitCodeRule[];
	readonly contradictions?: readonly Contradiction[];
	/** Builds that were run before its rules became contract, and what was seen of the clauses. */
	readonly checkedOn?: readonly { readonly build: string; readonly saw: string }[];
}

import type { BuiltInClauseId, LimitedClauseId, OwnClauseId } from './clause-ids.ts';
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
	/** What is judged, one sentence. */
	readonly judged: string;
	/** What must happen in a case so that it can be judged; for clauses of a project's own. */
	readonly exercisedBy?: string;
}

/** A contract is data: what one era of the gateway promises. No code, no I/O. */
export interface Contract {
	readonly id: string;
	readonly title: string;
	/** The document that it was taken from. */
	readonly source: string;
	/** The fourteen of the document, and those that the project adds. */
	readonly clauses: Readonly<Record<BuiltInClauseId, Clause> & Partial<Record<OwnClauseId, Clause>>>;
	/** The address that the gateway binds: `127.0.0.1`. */
	readonly host: string;
	readonly defaultPort: number;
	/** Messages with the holes `{host}` and `{port}`; the bind failure's cause follows its text. */
	readonly messages: {
		readonly inUse: string;
		readonly bindFailed: string;
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
	/** What may stay on disk when no instance lives, though it looks like a lock: globs below the arena (`home/**`). */
	readonly allowedLeftovers: readonly { readonly glob: string; readonly source: string }[];
	/** Where a PID guard of a companion app may lie (holes `{home}`, `{tmp}`); planted by scenarios. */
	readonly pidGuards: readonly string[];
}

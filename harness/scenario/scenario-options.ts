import type { Arena } from '../arena/arena.ts';
import type { CapabilityName } from '../arena/capabilities.ts';
import type { ClauseId } from '../contract/clause-ids.ts';

/** What a scenario says of itself. */
export interface ScenarioOptions {
	/** The clauses that this story is meant to exercise; each must be exercised and hold. */
	readonly asserts: readonly ClauseId[];
	/** Stable id; by default made from the title. */
	readonly id?: string;
	/** For `--tag`. */
	readonly tags?: readonly string[];
	/** What the machine must have; the case is skipped with the reason, and counted, when it is missing. */
	readonly needs?: readonly CapabilityName[];
	/** Serve the contract's default port, without `--port`. */
	readonly defaultPort?: boolean;
	/** Start in an empty home even when the build has a warmed one. */
	readonly coldHome?: boolean;
}

/** What a story is given. */
export interface ScenarioContext {
	readonly arena: Arena;
	/** Clauses' limits in milliseconds, as in force for this run. */
	readonly limitMs: (clause: ClauseId) => number;
}

import type { Arena } from '../arena/arena.ts';
import type { CapabilityName } from '../arena/capabilities.ts';
import type { ClauseId } from '../contract/clause-ids.ts';
import type { FailureClassId } from '../contract/failure-classes.ts';

/** What a scenario says of itself. */
export interface ScenarioOptions {
	/** The clauses that this story is meant to exercise; each must be exercised and hold. */
	readonly asserts: readonly ClauseId[];
	/** Stable id, unlike that of any other scenario; by default made from the title. */
	readonly id?: string;
	/** One line that says what the story shows, for the catalogue. */
	readonly shows?: string;
	/** Classes of public bug reports that the story covers. */
	readonly covers?: readonly FailureClassId[];
	/** For `--tag`. `quick`, `full` (the default) or `deep` says how much is run; others are free. */
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

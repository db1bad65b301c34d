import type { Contract } from '../contract/contract.ts';
import type { Recorder } from '../timeline/recorder.ts';
import type { RunContext } from './run-context.ts';

export interface ArenaOptions {
	readonly context: RunContext;
	readonly contract: Contract;
	readonly recorder: Recorder;
	/** Names the arena's folder; letters, digits and dashes. */
	readonly id: string;
	/** Serve the contract's default port instead of a reserved one. */
	readonly defaultPort?: boolean;
	/** Start in an empty home even when the build has a warmed one. */
	readonly coldHome?: boolean;
	/** This arena only measures; its own lateness is not put to the test again. */
	readonly isControl?: boolean;
	/** Serve this very port, because what lies in the arena names it. */
	readonly port?: number;
	/** Where strace's text and the lock files go as they were found; by default nowhere. */
	readonly evidence?: string;
	/** What earlier instances left here: the record tells of them, and they are dead. */
	readonly legacy?: ArenaLegacy;
}

export interface ArenaLegacy {
	/** Instances in the record so far; the next one is called after them. */
	readonly instanceCount: number;
	readonly deadPids: readonly number[];
}

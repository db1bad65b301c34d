import type { CaseResult } from './case-result.ts';
import type { ListedInFile } from './listing.ts';

/** Receives the progress of the cases. */
export interface CaseListener {
	planned(count: number): void;
	started(title: string): void;
	finished(result: CaseResult): void;
}

export interface HostedRun {
	readonly results: readonly CaseResult[];
	/** Scenarios that were asked only. */
	readonly listed: readonly ListedInFile[];
	/** What went wrong outside of any case: a file that does not load, a worker that died. */
	readonly errors: readonly string[];
}

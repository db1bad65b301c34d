import type { RunContext } from '../arena/run-context.ts';
import type { FailureClassId } from '../contract/failure-classes.ts';
import type { Concurrency } from './admission.ts';
import type { CaseResult } from './case-result.ts';

/** A scenario as it describes itself; its tags with the tiers that hold it. */
export interface ListedScenario {
	readonly id: string;
	readonly title: string;
	readonly tags: readonly string[];
	readonly asserts: readonly string[];
	readonly shows: string;
	readonly covers: readonly FailureClassId[];
	readonly needs: readonly string[];
}

declare module 'vitest' {
	export interface ProvidedContext {
		gatelock?: RunContext;
		gatelockConcurrency?: Concurrency;
	}
}

declare module 'vitest' {
	export interface TaskMeta {
		gatelock?: CaseResult;
		/** Not wanted in this run; reported nowhere. */
		filteredOut?: boolean;
		listed?: ListedScenario;
		/** The scenario file, where several share one Vitest module. */
		file?: string;
		/** It starts a gateway again after a crash. */
		mayWait?: boolean;
	}
}

import type { RunContext } from '../arena/run-context.ts';
import type { CaseResult } from './case-result.ts';

declare module 'vitest' {
	export interface ProvidedContext {
		gatelock?: RunContext;
	}
}

declare module 'vitest' {
	export interface TaskMeta {
		gatelock?: CaseResult;
		filteredOut?: boolean;
	}
}

import { availableParallelism } from 'node:os';
import type { RunContext } from '../arena/run-context.ts';
import type { Concurrency } from '../scenario/admission.ts';
import type { CaseListener, HostedRun } from '../scenario/hosted-run.ts';
import { hostNatively } from '../scenario/native-host.ts';
import { processesFor } from './processes-for.ts';
import { isOfKit } from './scenario-files.ts';

export interface HostOptions {
	readonly files: readonly string[];
	readonly context: RunContext;
	/** Cases at the same time. */
	readonly concurrency: Concurrency;
	readonly listener: CaseListener;
	/** Where Vitest's own report goes, for `gatelock merge`. */
	readonly blob?: string;
}

/**
 * Runs scenario files and gathers what came of each case: the kit's in this process, a project's own under Vitest, which
 * compiles them and knows what its tests may use.
 */
export async function hostCases(options: HostOptions): Promise<HostedRun> {
	const isNative = canBeNative(options) ? isOfKit : () => false;
	const [kit, own] = [options.files.filter(isNative), options.files.filter((file) => !isNative(file))];
	const parts: HostedRun[] = [];
	if (kit.length > 0) parts.push(await hostNatively({ ...options, files: kit }));
	if (own.length > 0) {
		const { hostUnderVitest } = await import('./vitest-host.ts');
		parts.push(await hostUnderVitest({ ...options, files: own }));
	}
	return {
		results: parts.flatMap(({ results }) => results),
		listed: parts.flatMap(({ listed }) => listed),
		errors: parts.flatMap(({ errors }) => errors),
	};
}

/** On many cores one process is not enough, a pause stops the process that runs the cases, and shards are merged by Vitest. */
function canBeNative({ context, blob }: HostOptions): boolean {
	const isOneProcess = processesFor(availableParallelism()) === 1;
	return isOneProcess && context.pauseAt === null && blob === undefined;
}

import { Comparison } from '../releases/comparison.ts';
import { JudgementStore } from '../releases/store.ts';
import { ownVersion } from './own-version.ts';

export interface OpenComparison {
	readonly cwd: string;
	/** On the clock of `performance.now()`, in milliseconds. */
	readonly startedAt: number;
	readonly comparison: Comparison;
}

/** Opens a comparison of releases in the current folder and closes it when the work has ended. */
export async function withComparison(
	{
		store,
		workers,
	}: { readonly store: ConstructorParameters<typeof JudgementStore>[0]; readonly workers: WorkerCount },
	work: (open: OpenComparison) => Promise<number>,
): Promise<number> {
	const startedAt = performance.now();
	const cwd = process.cwd();
	const comparison = await Comparison.open({ cwd, store: new JudgementStore(store, ownVersion()), workers });
	try {
		return await work({ cwd, startedAt, comparison });
	} finally {
		comparison[Symbol.dispose]();
	}
}

type WorkerCount = Parameters<typeof Comparison.open>[0]['workers'];

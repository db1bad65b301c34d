import { availableParallelism } from 'node:os';
import type { Baseline } from '../contract/limits.ts';
import type { Concurrency } from '../scenario/admission.ts';

/** A gateway that starts within this time works little: its case mostly waits for a limit, a timer, or for nothing to happen. */
const quickStartMs = 1_000;
/** At most so many cases per core. Each has one to four gateways of some 50 MB when they are quick, 500 MB when not. */
const mostPerCore = { quick: 8, slow: 1 } as const;

/** As many as there are cores. */
export function oneForEachCore(): number {
	return Math.max(1, availableParallelism());
}

/**
 * How many cases run at the same time: as many as the user asks for, else at least one per core, and more while the run
 * queue is short (see `Admission`). Pure.
 */
export function concurrencyFor(asked: number | null, cores: number, baseline: Baseline | null): Concurrency {
	if (asked !== null) return { least: asked, most: asked };
	const isQuick = baseline !== null && baseline.warmStartMs <= quickStartMs;
	return { least: cores, most: cores * mostPerCore[isQuick ? 'quick' : 'slow'] };
}

import { availableParallelism } from 'node:os';
import type { Baseline } from '../contract/limits.ts';
import type { Concurrency } from '../scenario/admission.ts';

/** A gateway that works no longer than this for a start leaves the cores free: its cases mostly wait for a limit or a timer. */
const lightStartMs = 1_000;
/**
 * The maximum number of cases per core. A case of a light gateway has one to four processes of about 50 MB. A start of
 * OpenClaw uses more than one core, and on two cores four cases at a time took longer than two at a time.
 */
const mostPerCore = { light: 16, heavy: 1 } as const;

export const oneAtATime: Concurrency = { least: 1, most: 1 };

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
	return { least: cores, most: cores * mostPerCore[baseline !== null && isLight(baseline) ? 'light' : 'heavy'] };
}

/** Waiting costs nothing, so it does not count: a gateway that sleeps for seconds in each start is light. */
function isLight({ warmStartMs, idleMs = 0 }: Baseline): boolean {
	return warmStartMs - idleMs <= lightStartMs;
}

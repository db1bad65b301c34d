import { availableParallelism } from 'node:os';
import type { Baseline } from '../contract/limits.ts';

/** A gateway that starts within this time mostly sits there while its case waits: for a limit, a timer, for nothing to happen. */
const quickStartMs = 1_000;
/** Cases of a quick gateway for each core: with one, the core idles whenever its case waits. */
const casesForEachCore = 2;

/** As many as there are cores. */
export function oneForEachCore(): number {
	return Math.max(1, availableParallelism());
}

/**
 * How many cases run at the same time when nobody says. A slow gateway works while it starts, and needs memory: of such, one
 * for each core. Pure.
 */
export function casesAtOnce(cores: number, baseline: Baseline | null): number {
	return baseline !== null && baseline.warmStartMs <= quickStartMs ? cores * casesForEachCore : cores;
}

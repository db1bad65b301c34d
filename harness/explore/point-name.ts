import { hasMask } from './masks.ts';
import { type Pass, passes } from './phases.ts';
import type { Point } from './points.ts';
import { type NamedCall, nameOf, readName } from './schedule.ts';

/** A run with more points than this is a big program's: how many calls it makes differs from run to run. */
const maxCountable = 200;

/** A point by what it is, not by its number. */
export interface NamedPoint {
	readonly pass: Pass;
	readonly call: NamedCall;
}

/**
 * The names of those points of a run which a number would not find again: `startup:openat home/x.lock#2`. Pure.
 *
 * @returns Null for a point that has a number only.
 */
export function pointNames(points: readonly Point[]): (string | null)[] {
	const counts = new Map<string, number>();
	return points.map(({ pass, maskedCall, relevance }) => {
		const nth = (counts.get(maskedCall) ?? 0) + 1;
		counts.set(maskedCall, nth);
		if (points.length <= maxCountable || relevance !== 'files' || hasMask(maskedCall)) return null;
		return `${pass}:${nameOf({ maskedCall, nth })}`;
	});
}

/** Reads what `pointNames` gives; null for what is no name, as a point by its number. Pure. */
export function readPointName(id: string): NamedPoint | null {
	const [, name, call] = /^([a-zA-Z-]+):(?!\d+(?:\/|$))(.+)$/.exec(id) ?? [];
	const pass = passes.find((each) => each === name);
	return pass === undefined || call === undefined ? null : { pass, call: readName(call) };
}

import type { Contract } from '../contract/contract.ts';
import type { Limit } from '../contract/limits.ts';
import type { Timeline } from '../timeline/events.ts';
import type { JudgedLimit } from './clause-judge.ts';

/** A lone start that takes so much longer than the baseline's says that the machine is another one now. */
const strainedFactor = 1.3;

/**
 * Limits follow the machine: where a lone start, measured because something was late, took longer than the baseline said,
 * the contract's rule is applied to that start. A limit that the user set stays as it is.
 */
export function adaptedLimits(
	limits: readonly Limit[],
	contract: Contract,
	timeline: Timeline,
): readonly JudgedLimit[] {
	const controls = timeline.flatMap((event) => (event.type === 'control-measured' ? [event.startMs] : []));
	if (controls.length === 0) return limits;
	const startMs = Math.max(...controls);
	return limits.map((limit) => {
		const { baseline, factor, plusMs } = contract.limits[limit.clause];
		if (baseline === 'none' || limit.origin === '--limit') return limit;
		const baselineMs = (limit.limitMs - plusMs) / factor;
		const limitMs = Math.max(limit.limitMs, Math.round(startMs * factor + plusMs));
		return { ...limit, limitMs, isStrained: startMs > baselineMs * strainedFactor };
	});
}

import type { Contract } from '../contract/contract.ts';
import type { Limit } from '../contract/limits.ts';
import type { Timeline } from '../timeline/events.ts';

/**
 * Limits follow the machine: where a lone start, measured because something was late, took longer than the baseline said,
 * the contract's rule is applied to that start. A limit that the user set stays as it is.
 */
export function adaptedLimits(limits: readonly Limit[], contract: Contract, timeline: Timeline): readonly Limit[] {
	const controls = timeline.flatMap((event) => (event.type === 'control-measured' ? [event.startMs] : []));
	if (controls.length === 0) return limits;
	const startMs = Math.max(...controls);
	return limits.map((limit) => {
		const { baseline, factor, plusMs } = contract.limits[limit.clause];
		if (baseline === 'none' || limit.origin === '--limit') return limit;
		return { ...limit, limitMs: Math.max(limit.limitMs, Math.round(startMs * factor + plusMs)) };
	});
}

import { findingsIn, isLockout } from './crash-findings.ts';
import { type Judged, timedClauses } from './judged.ts';

/** What of a traced start counts, though a tracer makes a start slower. */
export class TracerCost {
	#costMsPerCall: number | null = null;

	/** What each traced call has cost a start, at least, wherever both ways were tried; 0 when nobody knows. */
	get costMsPerCall(): number {
		return this.#costMsPerCall ?? 0;
	}

	/** A start over one state, with a tracer and without. */
	learn(traced: Judged, plain: Judged): void {
		if (traced.listenMs === null || plain.listenMs === null || !traced.tracedCalls) return;
		const costMs = Math.max(0, traced.listenMs - plain.listenMs) / traced.tracedCalls;
		this.#costMsPerCall = Math.min(this.#costMsPerCall ?? costMs, costMs);
	}

	/**
	 * Whether the start has to be made again without a tracer: it was later than a limit by more than the tracer is known to
	 * cost, or it did not come to serve and no start without a tracer has said the same.
	 */
	mayHaveDecided({ outcome, lockout, late, clauses, rest, restOf, tracedCalls }: Judged): boolean {
		const timed = findingsIn(clauses).filter(({ clause }) => timedClauses.includes(clause));
		if (outcome !== 'ready') return lockout === null || !timed.every(isLockout);
		// It was late by more than was known of the cost then, so nothing was run after it.
		if (rest === null && restOf === null) return true;
		// What breaks even with more time may break for its tracer all the same.
		if (timed.length > 0) return true;
		return late !== null && (late.isLateElsewhere || late.startByMs > this.costMsPerCall * (tracedCalls ?? 0));
	}
}

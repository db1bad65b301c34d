import { findingsIn, isLockout } from './crash-findings.ts';
import { type Judged, timedClauses } from './judged.ts';

/** What of a traced start counts, though a tracer makes a start slower. */
export class TracerCost {
	/** What it has cost a start, at least, wherever both ways were tried; milliseconds. */
	#costMs = 0;
	#isKnown = false;

	/** A start over one state, with a tracer and without. */
	learn(traced: Judged, plain: Judged): void {
		if (traced.listenMs === null || plain.listenMs === null) return;
		const costMs = Math.max(0, traced.listenMs - plain.listenMs);
		this.#costMs = this.#isKnown ? Math.min(this.#costMs, costMs) : costMs;
		this.#isKnown = true;
	}

	/**
	 * Whether the start has to be made again without a tracer: it was later than a limit by more than the tracer is known to
	 * cost, or it did not come to serve and no start without a tracer has said the same.
	 */
	mayHaveDecided({ outcome, lockout, late, clauses }: Judged): boolean {
		const timed = findingsIn(clauses).filter(({ clause }) => timedClauses.includes(clause));
		if (outcome !== 'ready') return lockout === null || !timed.every(isLockout);
		// What breaks even with more time may break for its tracer all the same.
		if (timed.length > 0) return true;
		return late !== null && (late.isLateElsewhere || late.startByMs > this.#costMs);
	}
}

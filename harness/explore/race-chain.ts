import { type Footprint, footprintOf } from './footprint.ts';
import type { History } from './history.ts';
import type { Raced } from './race.ts';
import { type HeldRun, type HeldSchedule, holdsAtMost, nextHold, type RivalPort, type SoloCall } from './race-plan.ts';

/** A state to race from, with what a start, and a shutdown, does there alone. */
export interface RacedState {
	readonly from: string;
	readonly history: History;
	readonly start: readonly SoloCall[];
	readonly stop: readonly SoloCall[];
}

export interface Chain {
	readonly state: RacedState;
	readonly held: HeldRun;
	readonly rivalPort: RivalPort;
}

/**
 * Runs the orders in which one contender is held once, one after the other. What the other one did after a hold tells
 * where the next one must be: whatever the held one does next and commutes with all of that may as well have come before
 * it, so a hold in between would be the same order again. Another one that is refused at once thus saves most holds.
 *
 * @param run Null when no more orders are to be run.
 * @returns How many orders there are at most that were not run.
 */
export async function runChain(
	{ state, held, rivalPort }: Chain,
	run: (schedule: HeldSchedule) => Promise<Raced | 'not proved' | null>,
): Promise<number> {
	const calls = state[held];
	// Before anything was done by the held one, the other one does what a start does alone.
	const alone = footprintOf(state.start);
	let footprint: Footprint = alone;
	for (let from = 1; ; ) {
		const after = nextHold(calls, from, footprint);
		if (after === null) return 0;
		const raced = await run({ from: state.from, held, after, rivalPort, hasThird: true });
		if (raced === null) return holdsAtMost(calls, from, footprint);
		// Without a proof nobody knows what the other one did there; more holds than needed do no harm.
		footprint = (raced === 'not proved' ? null : raced.footprint) ?? alone;
		from = after.number + 1;
	}
}

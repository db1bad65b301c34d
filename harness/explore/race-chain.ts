import { type Footprint, footprintOf } from './footprint.ts';
import type { History } from './history.ts';
import type { Raced } from './race.ts';
import {
	cameToTheSame,
	type HeldRun,
	type HeldSchedule,
	holdsAtMost,
	nextHold,
	type RivalPort,
	type SoloCall,
	standIn,
} from './race-plan.ts';

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
 * @param runOne Null when no more orders are to be run.
 * @returns How many orders there are at most that were not run.
 */
export async function runChain(
	{ state, held, rivalPort }: Chain,
	runOne: (schedule: HeldSchedule) => Promise<Answer>,
): Promise<number> {
	const calls = state[held];
	// Before anything was done by the held one, the other one does what a start does alone.
	const alone = footprintOf(state.start);
	const answers = new Map<SoloCall, Promise<Answer>>();
	const run = async (after: SoloCall) => {
		const answer = answers.get(after) ?? runOne({ from: state.from, held, after, rivalPort, hasThird: true });
		answers.set(after, answer);
		return await answer;
	};
	let footprint: Footprint = alone;
	for (let from = 1; ; ) {
		const hold = nextHold(calls, from, footprint);
		if (hold === null) return 0;
		from = hold.number + 1;
		const quick = standIn(calls, hold, bothOf(alone, footprint));
		if (quick === null) continue;
		let after = quick;
		let raced = await run(after);
		if (
			after !== hold &&
			hold.relevance !== 'exit' &&
			isKnown(raced) &&
			!cameToTheSame(calls, hold, after, raced.footprint)
		) {
			after = hold;
			raced = await run(after);
		}
		if (raced === null) return holdsAtMost(calls, hold.number, footprint);
		// Without a proof nobody knows what the other one did there; more holds than needed do no harm.
		footprint = isKnown(raced) ? raced.footprint : alone;
		from = after.number + 1;
	}
}

type Answer = Raced | 'not proved' | null;

function isKnown(raced: Answer): raced is Raced & { readonly footprint: Footprint } {
	return raced !== null && raced !== 'not proved' && raced.footprint !== null;
}

function bothOf(one: Footprint, other: Footprint): Footprint {
	return { looks: [...one.looks, ...other.looks], changes: [...one.changes, ...other.changes] };
}

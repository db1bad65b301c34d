import { type Footprint, footprintOf } from './footprint.ts';
import type { History } from './history.ts';
import type { Raced } from './race.ts';
import { cameToTheSame, holdsAtMost, looksInRounds, nextHold, type SoloCall, standIn } from './race-plan.ts';
import type { HeldRun, HeldSchedule, RivalPort } from './schedule.ts';

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

type Answer = Raced | 'not proved' | null;

/** Runs an order; null when no more orders are to be run. */
export type RunOrder = (schedule: HeldSchedule) => Promise<Answer>;

/**
 * Runs the orders in which one contender is held once, one after the other.
 *
 * @returns How many orders there are at most that were not run.
 */
export async function runChain({ state, held, rivalPort }: Chain, runOne: RunOrder): Promise<number> {
	return await runHolds({
		calls: state[held],
		// Before anything was done by the held one, the other one does what a start does alone.
		alone: footprintOf(state.start),
		skipped: new Set(),
		run: async (after) => await runOne({ from: state.from, held, after, rivalAfter: null, rivalPort, hasThird: true }),
	});
}

/**
 * Runs the orders in which the first one is held after one call, and the other one is held in its turn, while the first
 * one goes on. What that does then is not traced: it is taken to do all that it does alone, and all that a start was seen
 * to do beside another one.
 *
 * @param schedule The order in which the other one was not held.
 * @param rivalCalls What it did then.
 * @param beside What starts did beside another one, in all orders from this state.
 * @returns How many orders there are at most that were not run.
 */
export async function runRivalChain(
	{ state, held }: Chain,
	schedule: HeldSchedule,
	{ rivalCalls, beside }: { readonly rivalCalls: readonly SoloCall[]; readonly beside: Footprint },
	runOne: RunOrder,
): Promise<number> {
	return await runHolds({
		calls: rivalCalls,
		alone: bothOf(footprintOf(state[held].slice(schedule.after.number)), beside),
		skipped: looksInRounds(rivalCalls),
		run: async (rivalAfter) => await runOne({ ...schedule, rivalAfter }),
	});
}

interface Holds {
	/** What the one does that is to be held. */
	readonly calls: readonly SoloCall[];
	/** What the one that runs meanwhile does, when nothing is known of that yet. */
	readonly alone: Footprint;
	/** Calls after which it need not be held. */
	readonly skipped: ReadonlySet<SoloCall>;
	readonly run: (after: SoloCall) => Promise<Answer>;
}

/**
 * Holds one after each of its calls where that makes a difference. What the other one did after a hold tells where the
 * next one must be: whatever the held one does next and commutes with all of that may as well have come before it, so a
 * hold in between would be the same order again. Another one that is refused at once thus saves most holds.
 */
async function runHolds({ calls, alone, skipped, run: runOne }: Holds): Promise<number> {
	const answers = new Map<SoloCall, Promise<Answer>>();
	const run = async (after: SoloCall) => {
		const answer = answers.get(after) ?? runOne(after);
		answers.set(after, answer);
		return await answer;
	};
	let footprint = alone;
	for (let from = 1; ; ) {
		const hold = nextHold(calls, from, footprint);
		if (hold === null) return 0;
		from = hold.number + 1;
		const quick = skipped.has(hold) ? null : standIn(calls, hold, bothOf(alone, footprint));
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

function isKnown(raced: Answer): raced is Raced & { readonly footprint: Footprint } {
	return raced !== null && raced !== 'not proved' && raced.footprint !== null;
}

function bothOf(one: Footprint, other: Footprint): Footprint {
	return { looks: [...one.looks, ...other.looks], changes: [...one.changes, ...other.changes] };
}

import { cleanState, stateKey } from './crash-state.ts';
import { type History, noHistory } from './history.ts';
import { locksOf } from './lock-entries.ts';
import { type Collected, historyAt } from './points.ts';

/** A state to begin races with. */
export interface StateToRace {
	/** `clean`, `killed`, or the point whose death left it. */
	readonly from: string;
	readonly history: History;
}

/** More states than this are raced from only where their locks differ: each costs a start, and races of its own. */
const maxAlike = 12;

/** The clean state, the one that a killed holder leaves, and every other that a death during start-up leaves. Pure. */
export function startStates(collected: Collected | null): StateToRace[] {
	const states: StateToRace[] = [{ from: 'clean', history: noHistory }];
	const seen = new Set([stateKey(cleanState)]);
	for (const point of collected?.points.toReversed() ?? []) {
		if (point.state === null || seen.has(point.state)) continue;
		seen.add(point.state);
		const history = collected && historyAt(collected, point);
		// What lies there when it is up is what every killed holder leaves; counts of calls differ from run to run.
		const isLast = states.length === 1 && collected?.outcome === 'ready';
		if (history) states.push({ from: isLast ? 'killed' : `startup:${point.number}`, history });
	}
	return states;
}

/**
 * The states to race from: all, or, when they are many, one for each set of locks; a big program writes a thousand times
 * during a start, mostly to what is no lock. Pure.
 */
export function chooseStates(states: readonly StateToRace[]): {
	readonly chosen: readonly StateToRace[];
	readonly left: readonly StateToRace[];
} {
	if (states.length <= maxAlike) return { chosen: states, left: [] };
	const chosen = new Map<string, StateToRace>();
	for (const state of states) {
		const key = locksOf(state.history.state);
		if (!chosen.has(key)) chosen.set(key, state);
	}
	const all = [...chosen.values()];
	return { chosen: all, left: states.filter((state) => !all.includes(state)) };
}

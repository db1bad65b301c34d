import { expect, test } from 'vitest';
import type { StateEntry } from './crash-state.ts';
import { noHistory } from './history.ts';
import { chooseStates, type StateToRace } from './start-states.ts';

function file(path: string, text: string): StateEntry {
	return { path, kind: 'file', mode: 0o644, sizeBytes: text.length, ageMs: 5, hash: text, text };
}

function stateAfter(number: number, entries: StateEntry[]): StateToRace {
	const state = { entries, removed: [], pids: [620], startTicks: [] };
	return { from: `startup:${number}`, history: { ...noHistory, state } };
}

test('few states are all raced from', () => {
	const few = [stateAfter(2, [file('home/a', '1')]), stateAfter(1, [file('home/a', '2')])];
	expect(chooseStates(few)).toEqual({ chosen: few, left: [] });
});

test('of many states one is chosen for each set of locks, by name or by the pid of an owner', () => {
	const lockOf = (number: number) => {
		if (number < 5) return [];
		return [
			file('home/gateway.lock', number < 10 ? '' : '{"pid":620}'),
			...(number < 15 ? [] : [file('home/owner', '620')]),
		];
	};
	const many = Array.from({ length: 20 }, (_, at) => 20 - at).map((number) =>
		stateAfter(number, [file('home/state.json', `${number}`), ...lockOf(number)]),
	);
	const { chosen, left } = chooseStates(many);
	expect(chosen.map(({ from }) => from)).toEqual(['startup:20', 'startup:14', 'startup:9', 'startup:4']);
	expect(left).toHaveLength(16);
});

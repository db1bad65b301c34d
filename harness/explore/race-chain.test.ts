import { expect, test } from 'vitest';
import { footprintOf } from './footprint.ts';
import { noHistory } from './history.ts';
import type { Raced } from './race.ts';
import { type RacedState, runChain, runRivalChain } from './race-chain.ts';
import type { SoloCall } from './race-plan.ts';
import type { HeldSchedule } from './schedule.ts';

const lock = 'home/x.lock';

function call(number: number, name: string, relevance: SoloCall['relevance'], place: string): SoloCall {
	return {
		...{ number, name, relevance, paths: [place], text: name, maskedCall: `${name} ${place}`, nth: 1 },
		isAppending: false,
	};
}

const start = [
	call(1, 'openat', 'files', lock),
	call(2, 'write', 'files', lock),
	call(3, 'openat', 'files', 'home/state'),
	call(4, 'write', 'files', 'home/state'),
	call(5, 'unlink', 'files', lock),
	call(6, 'mkdir', 'files', 'home/last'),
];
const state: RacedState = { from: 'clean', history: noHistory, start, stop: [] };
const chain = { state, held: 'start', rivalPort: 'same' } as const;

function raced(looks: string[] | null): Raced {
	return {
		...{ verdict: 'pass', clauses: [], ready: [], rivalCalls: [], starts: 3, folder: 'cases/1' },
		footprint: looks === null ? null : { looks, changes: [] },
	};
}

async function holdsOf(answer: (number: number) => Raced | 'not proved' | null) {
	const holds: number[] = [];
	const left = await runChain(chain, async ({ after }) => {
		holds.push(after.number);
		return await Promise.resolve(answer(after.number));
	});
	return { holds, left };
}

test('what the other one did after a hold says where the next one is', async () => {
	// Refused by the lock from call 2 on, it never comes to look at the state.
	expect(await holdsOf((number) => raced(number === 1 ? [lock, 'home/state'] : [lock]))).toEqual({
		...{ holds: [1, 2, 5], left: 0 },
	});
});

test('where nobody knows what the other one did, more is held than needed', async () => {
	expect(await holdsOf(() => 'not proved')).toEqual({ holds: [1, 2, 3, 4, 5], left: 0 });
	expect(await holdsOf(() => raced(null))).toEqual({ holds: [1, 2, 3, 4, 5], left: 0 });
});

test('a stand-in that turns out to be another order is no stand-in', async () => {
	const [open, write] = start;
	if (open === undefined || write === undefined) throw new Error('calls are missing');
	const temporary = { ...open, maskedCall: 'openat home/<random>' };
	const look = { ...call(2, 'stat', 'look', 'home/seen'), maskedCall: 'stat home/seen' };
	const calls = [temporary, look, call(3, 'mkdir', 'files', 'home/last')];
	const run = async (changes: string[]) => {
		const holds: number[] = [];
		await runChain({ ...chain, state: { ...state, start: calls } }, async ({ after }) => {
			holds.push(after.number);
			return await Promise.resolve({ ...raced([lock]), footprint: { looks: [lock], changes } });
		});
		return holds;
	};
	expect(await run([])).toEqual([2]);
	expect(await run(['home/seen'])).toEqual([2, 1]);
});

test('what is not run any more is counted', async () => {
	expect(await holdsOf((number) => (number < 3 ? raced([lock, 'home/state']) : null))).toEqual({
		...{ holds: [1, 2, 3], left: 3 },
	});
});

test('the other one is held where it makes a difference to what the first one still does', async () => {
	const rivalCalls = [
		call(1, 'mkdir', 'files', 'home/own'),
		call(2, 'openat', 'look', lock),
		call(3, 'openat', 'look', lock),
		call(4, 'openat', 'look', lock),
		call(5, 'openat', 'look', lock),
		call(6, 'openat', 'look', lock),
		call(7, 'mkdir', 'files', 'home/state'),
		call(8, 'exit_group', 'exit', 'home'),
	];
	const [, , after] = start;
	if (after === undefined) throw new Error('calls are missing');
	const first: HeldSchedule = {
		...{ from: 'clean', held: 'start', after, rivalAfter: null, rivalPort: 'same', hasThird: true },
	};
	const holds: (number | undefined)[] = [];
	const left = await runRivalChain(chain, first, { rivalCalls, beside: footprintOf(rivalCalls) }, async (schedule) => {
		expect(schedule.after).toBe(after);
		holds.push(schedule.rivalAfter?.number);
		return await Promise.resolve(raced(null));
	});
	// Not in the middle of waiting, and not after its end.
	expect({ holds, left }).toEqual({ holds: [1, 2, 3, 5, 6, 7], left: 0 });
});

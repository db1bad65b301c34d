import { expect, test } from 'vitest';
import { footprintOf } from './footprint.ts';
import { cameToTheSame, holdsAtMost, looksInRounds, nextHold, type SoloCall, standIn } from './race-plan.ts';

const lock = 'home/x.lock';

function calls(...told: [name: string, relevance: SoloCall['relevance'], path?: string][]): SoloCall[] {
	return told.map(([name, relevance, path], at) => ({
		...{
			number: at + 1,
			name,
			relevance,
			paths: path === undefined ? [] : [path],
			text: name,
			maskedCall: path === undefined ? name : `${name} ${path}`,
			nth: 1,
		},
		isAppending: name === 'append',
	}));
}

/** Where one is held when the other one does the same after each hold. */
function holds(held: readonly SoloCall[], other: readonly SoloCall[]): string[] {
	const found: string[] = [];
	for (let from = 1; ; ) {
		const hold = nextHold(held, from, footprintOf(other));
		if (hold === null) return found;
		found.push(`${hold.number} ${hold.name}`);
		from = hold.number + 1;
	}
}

const reclaim = calls(
	['openat', 'look', 'home/config'],
	['openat', 'look', lock],
	['read', 'look', lock],
	['append', 'files', 'tmp/log'],
	['unlink', 'files', lock],
	['mkdir', 'files', 'home/cache'],
	['bind', 'kernel'],
	['close', 'kernel', 'home/elsewhere'],
	['exit_group', 'exit'],
);

test('a contender is held after each call that does not commute with the run of the other', () => {
	expect(holds(reclaim, reclaim)).toEqual(['2 openat', '3 read', '5 unlink', '6 mkdir', '7 bind']);
	expect(holdsAtMost(reclaim, 5, footprintOf(reclaim))).toBe(3);
});

test('who was refused at once has seen little, and little can be done to it', () => {
	const refused = calls(['openat', 'look', 'home/config'], ['openat', 'look', lock], ['read', 'look', lock]);
	expect(holds(reclaim, refused)).toEqual(['5 unlink']);
});

test('who changes nothing that the other one looks at is held at the port only', () => {
	const other = calls(['openat', 'look', 'home/config'], ['bind', 'kernel']);
	expect(holds(reclaim, other)).toEqual(['7 bind']);
});

test('who connects looks at the port', () => {
	const asks = calls(['connect', 'look'], ['stat', 'look', 'home/other']);
	expect(holds(asks, calls(['bind', 'kernel']))).toEqual(['1 connect']);
	expect(holds(asks, asks)).toEqual([]);
});

test('a listing shows what the other one makes, not what it writes', () => {
	const lists = calls(['getdents64', 'look', 'home'], ['stat', 'look', 'home/other']);
	expect(holds(lists, reclaim)).toEqual(['1 getdents64']);
	expect(holds(lists, calls(['write', 'files', 'home/a']))).toEqual([]);
	expect(holds(lists, calls(['mkdir', 'files', 'run/a']))).toEqual([]);
});

test('a kernel lock is seen by those who ask for it, and a close lets it go', () => {
	const locks = calls(['flock', 'kernel', lock], ['close', 'kernel', lock], ['stat', 'look', 'home/other']);
	expect(holds(locks, calls(['flock', 'look', lock]))).toEqual(['1 flock', '2 close']);
	expect(holds(locks, calls(['openat', 'look', lock], ['close', 'kernel', lock]))).toEqual([]);
});

test('pages that are written to one database one after the other are one step', () => {
	const writes = (place: string) =>
		calls(
			['pwrite64', 'files', place],
			['pwrite64', 'files', `${place}-wal`],
			['fcntl', 'kernel', place],
			['pwrite64', 'files', place],
			['stat', 'look', 'home/other'],
		);
	const reads = calls(['openat', 'look', 'home/state.db'], ['openat', 'look', 'home/state.db-wal']);
	expect(holds(writes('home/state.db'), reads)).toEqual(['2 pwrite64', '4 pwrite64']);
	const plain = calls(['write', 'files', lock], ['write', 'files', lock], ['stat', 'look', 'home/other']);
	expect(holds(plain, calls(['openat', 'look', lock]))).toEqual(['1 write', '2 write']);
});

test('where a hold costs thousands of stops, a later call stands in for it, if that comes to the same', () => {
	const stop = calls(
		['close', 'kernel'],
		['close', 'kernel'],
		['stat', 'look', 'home/other'],
		['exit_group', 'exit'],
		['unlink', 'files', lock],
		['exit_group', 'exit'],
	);
	const [first, second, stat, end, unlink] = stop;
	if (!first || !second || !stat || !end || !unlink) throw new Error('calls are missing');
	const other = footprintOf(calls(['connect', 'look'], ['openat', 'look', lock]));
	expect(standIn(stop, first, other)).toBe(first);
	expect(standIn(stop, second, other)).toBe(stat);
	expect(standIn(stop, unlink, other)).toBe(unlink);
	// After an end there is nobody to hold but others of its tree.
	expect(standIn(stop, end, other)).toBeNull();
	expect(standIn(stop, end, footprintOf([]))).toBe(unlink);

	expect(cameToTheSame(stop, second, stat, other)).toBe(true);
	expect(cameToTheSame(stop, second, stat, footprintOf(calls(['mkdir', 'files', 'home/other'])))).toBe(false);
});

test('who waits asks again and again: the first two and the last two looks of each kind tell all', () => {
	const round = ['stat', 'look', lock] as [string, 'look', string];
	const waiting = calls(round, round, ['read', 'look', lock], round, round, round, ['unlink', 'files', lock], round);
	expect([...looksInRounds(waiting)].map(({ number }) => number)).toEqual([4]);
});

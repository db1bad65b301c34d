import { expect, test } from 'vitest';
import { holdPoints, type SoloCall, scheduleId } from './race-plan.ts';

const lock = 'home/x.lock';

function calls(...told: [name: string, relevance: SoloCall['relevance'], path?: string][]): SoloCall[] {
	return told.map(([name, relevance, path], at) => ({
		...{
			number: at + 1,
			name,
			relevance,
			paths: path === undefined ? [] : [path],
			text: name,
			maskedCall: name,
			nth: 1,
		},
		isAppending: name === 'append',
	}));
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
);

test('a contender is held before each call that does not commute with the run of the other', () => {
	const held = holdPoints(reclaim, reclaim).map(({ number }) => `after ${number}, before ${reclaim[number]?.name}`);
	expect(held).toEqual([
		'after 1, before openat',
		'after 2, before read',
		'after 4, before unlink',
		'after 5, before mkdir',
		'after 6, before bind',
		'after 7, before close',
	]);
});

test('who changes nothing that the other one looks at is held at the port only', () => {
	const other = calls(['openat', 'look', 'home/config'], ['bind', 'kernel']);
	expect(holdPoints(reclaim, other).map(({ number }) => number)).toEqual([6]);
});

test('a listing shows what the other one makes', () => {
	const lists = calls(['bind', 'kernel'], ['getdents64', 'look', 'home']);
	expect(holdPoints(lists, reclaim).map(({ number }) => number)).toEqual([1]);
	expect(holdPoints(lists, calls(['mkdir', 'files', 'run/a']))).toEqual([]);
});

test('a schedule has a name', () => {
	const [after] = reclaim;
	expect(after && scheduleId({ from: 'startup:6', held: 'start', after, hasThird: true })).toBe('startup:6~start:1');
});

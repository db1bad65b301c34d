import { expect, test } from 'vitest';
import { pointNames, readPointName } from './point-name.ts';
import type { Point } from './points.ts';

const point = (number: number, maskedCall: string): Point => ({
	...{ pass: 'startup', number, call: maskedCall, maskedCall, relevance: 'files', line: '', traceLine: 1 },
	...{ state: 'a', unproved: null },
});

test('points of a big program have names, since their numbers differ from run to run', () => {
	const few = [point(1, 'openat home/x.lock'), point(2, 'openat home/x.lock')];
	expect(pointNames(few)).toEqual([null, null]);
	const many = [...few, ...Array.from({ length: 199 }, (_, at) => point(at + 3, 'write home/tmp.<random>'))];
	expect(pointNames(many).slice(0, 3)).toEqual(['startup:openat home/x.lock', 'startup:openat home/x.lock#2', null]);
});

test('a name is read again, and no number is taken for one', () => {
	expect(readPointName('startup:openat home/x.lock#2')).toEqual({
		...{ pass: 'startup', call: { maskedCall: 'openat home/x.lock', nth: 2 } },
	});
	expect(readPointName('startup:3')).toBeNull();
	expect(readPointName('startup:12/recovery:4')).toBeNull();
	expect(readPointName('lunch:openat home/x.lock')).toBeNull();
});

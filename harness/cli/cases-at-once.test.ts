import { expect, test } from 'vitest';
import { concurrencyFor } from './cases-at-once.ts';

const startingIn = (warmStartMs: number) => ({ coldStartMs: warmStartMs, warmStartMs, failStartMs: null });

test('a number that the user asks for is kept, whatever the machine does', () => {
	expect(concurrencyFor(3, 2, startingIn(250))).toEqual({ least: 3, most: 3 });
});

test('otherwise there is one case for each core at least, and no more when a start is hard work', () => {
	expect(concurrencyFor(null, 2, startingIn(250))).toEqual({ least: 2, most: 32 });
	expect(concurrencyFor(null, 2, startingIn(4_000))).toEqual({ least: 2, most: 2 });
	expect(concurrencyFor(null, 8, null)).toEqual({ least: 8, most: 8 });
});

test('a start that mostly waits is no hard work', () => {
	expect(concurrencyFor(null, 2, { ...startingIn(4_200), idleMs: 4_000 })).toEqual({ least: 2, most: 32 });
});

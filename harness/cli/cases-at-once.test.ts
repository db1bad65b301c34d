import { expect, test } from 'vitest';
import { casesAtOnce } from './cases-at-once.ts';

test('two cases of a quick gateway for each core, one of a slow or unmeasured one', () => {
	const startingIn = (warmStartMs: number) => ({ coldStartMs: 9_000, warmStartMs, failStartMs: null });
	expect(casesAtOnce(2, startingIn(250))).toBe(4);
	expect(casesAtOnce(2, startingIn(4_000))).toBe(2);
	expect(casesAtOnce(8, null)).toBe(8);
});

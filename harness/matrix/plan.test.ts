import { expect, test } from 'vitest';
import { cellId, faultIds, matrixCells, momentIds, whyImpossible } from './plan.ts';

test('every combination is a cell of its own, or is named as one that cannot occur', () => {
	const cells = new Set(matrixCells().map(({ id }) => id));
	const combinations = momentIds().flatMap((moment) => faultIds().map((fault) => ({ moment, fault })));
	expect(combinations).toHaveLength(16 * 22);
	for (const { moment, fault } of combinations) {
		expect(cells.has(cellId(moment, fault))).toBe(whyImpossible(moment, fault) === null);
	}
	expect(cells.size).toBe(matrixCells().length);
});

test('a request to stop asserts that it is heeded, except where it is the second one', () => {
	const asserting = matrixCells().filter(({ asserts }) => asserts.includes('frees-port-on-shutdown'));
	expect(new Set(asserting.map(({ fault }) => fault))).toEqual(new Set(['sigterm', 'sigint']));
	expect(asserting.filter(({ moment }) => moment.startsWith('shutdown'))).toEqual([]);
});

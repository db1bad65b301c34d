import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextStep, type Observation, type SearchAnswer } from './search.ts';

/** Looks at releases as the search asks for it, until it answers. */
function search(releases: number, confirm: number, look: (index: number, time: number) => Observation) {
	const seen: Observation[][] = Array.from({ length: releases }, () => []);
	let looks = 0;
	for (;;) {
		const step = nextStep(seen, { confirm });
		if (step.kind === 'answered') return { answer: step.answer, looks, seen };
		const at = seen[step.index];
		if (at === undefined) throw new RangeError(`There is no release ${step.index}.`);
		at.push(look(step.index, at.length));
		if (++looks > releases * 50) throw new RangeError('The search does not end.');
	}
}

const history = fc.integer({ min: 2, max: 200 }).chain((releases) =>
	fc.record({
		releases: fc.constant(releases),
		firstBad: fc.integer({ min: 1, max: releases - 1 }),
		skips: fc.uniqueArray(fc.integer({ min: 1, max: Math.max(1, releases - 2) }), { maxLength: releases }),
		kind: fc.constantFrom<Observation>('unusable', 'no-verdict'),
		confirm: fc.integer({ min: 1, max: 4 }),
	}),
);

test('finds the first bad release of every monotone history, or says which ones hide it', () => {
	fc.assert(
		fc.property(history, ({ releases, firstBad, skips, kind, confirm }) => {
			const skipped = new Set(releases === 2 ? [] : skips);
			const { answer, looks, seen } = search(releases, confirm, (index) =>
				skipped.has(index) ? kind : index < firstBad ? 'good' : 'bad',
			);
			const usable = Array.from({ length: releases }, (_, index) => index).filter((index) => !skipped.has(index));
			const good = usable.findLast((index) => index < firstBad);
			const bad = usable.find((index) => index >= firstBad);
			if (answer.kind !== 'found') throw new Error(answer.kind);
			expect([answer.lastGood, answer.firstBad, answer.doubt]).toEqual([good, bad, 0]);
			expect(answer.hidden).toHaveLength(answer.firstBad - answer.lastGood - 1);
			// The truth is the first bad one, or one of those that hide it.
			expect([...answer.hidden, answer.firstBad]).toContain(firstBad);
			const asked = seen.filter((each) => each.length > 0).length;
			expect(asked).toBeLessThanOrEqual(2 + Math.ceil(Math.log2(releases)) + skipped.size);
			expect(looks).toBeLessThanOrEqual(2 * asked + 2 * confirm);
			expect([seen[answer.lastGood]?.length, seen[answer.firstBad]?.length]).toEqual([confirm, confirm]);
		}),
	);
});

test('a bug that shows only sometimes is looked for until a good verdict can be believed', () => {
	const flaky = history.chain((each) =>
		fc.record({ each: fc.constant(each), shows: fc.infiniteStream(fc.integer({ min: 0, max: 9 })) }),
	);
	fc.assert(
		fc.property(flaky, ({ each: { releases, firstBad, confirm }, shows }) => {
			const { answer, seen } = search(releases, confirm, (index) =>
				index >= firstBad && shows.next().value < 7 ? 'bad' : 'good',
			);
			if (answer.kind !== 'found') {
				expect(answer).toEqual({ kind: 'end-contradicts', index: releases - 1 });
				return;
			}
			// A bad release may pass for a good one, but never a good one for a bad one.
			expect(answer.firstBad).toBeGreaterThanOrEqual(firstBad);
			const good = seen[answer.lastGood] ?? [];
			const bad = seen[answer.firstBad] ?? [];
			expect(good.every((each) => each === 'good')).toBe(true);
			expect(good.length).toBeGreaterThanOrEqual(confirm);
			// Where bad releases were seen to be good at times, so much doubt is admitted.
			const share = bad.filter((each) => each === 'bad').length / bad.length;
			expect(answer.doubt).toBeCloseTo((1 - share) ** good.length);
		}),
	);
});

test('a release that is bad now and then raises the number of looks at its good neighbour', () => {
	const answers: Observation[] = ['bad', 'good', 'good', 'bad'];
	const { answer, seen } = search(2, 2, (index, time) => (index === 0 ? 'good' : (answers[time] ?? 'good')));
	expect(seen.map((looks) => looks.length)).toEqual([5, 4]);
	expect(answer).toEqual({ kind: 'found', lastGood: 0, firstBad: 1, hidden: [], doubt: 0.5 ** 5 });
});

test.each<[string, Observation, Observation, SearchAnswer]>([
	['the good end is bad', 'bad', 'bad', { kind: 'end-contradicts', index: 0 }],
	['the bad end is good', 'good', 'good', { kind: 'end-contradicts', index: 2 }],
	['the good end never starts', 'unusable', 'bad', { kind: 'end-unsayable', index: 0 }],
	['of the bad end nothing can be said', 'good', 'no-verdict', { kind: 'end-unsayable', index: 2 }],
])('%s: it says so, and looks at nothing between', (_, first, last, expected) => {
	const { answer, seen } = search(3, 2, (index) => (index === 0 ? first : last));
	expect(answer).toEqual(expected);
	expect(seen[1]).toEqual([]);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pidsIn } from './pids-in-text.ts';

test.each<[string, number[]]>([
	['412', [412]],
	['{"pid":412,"port":18789}', [412]],
	['gateway.412.lock', [412]],
	['412\n77 412', [412, 77]],
	['4120 1412 41 2', []],
	['0412', [412]],
	['', []],
	['9'.repeat(400), []],
])('in %j stand %j', (text, found) => {
	expect(pidsIn(text, new Set([412, 77]))).toEqual(found);
});

test('a pid is found between any words, and no number that is not asked for', () => {
	fc.assert(
		fc.property(
			fc.array(fc.integer({ min: 1, max: 4_194_304 }), { maxLength: 20 }),
			fc.constantFrom(' ', '\n', ':', ',', 'x', '\0'),
			(numbers, between) => {
				const asked = new Set(numbers.filter((_, i) => i % 2 === 0));
				expect(new Set(pidsIn(numbers.join(between), asked))).toEqual(asked);
			},
		),
	);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { oneLine, paragraph, verbatim } from './layout.ts';

const look = { color: false, columns: 40 };

test('a paragraph breaks at spaces, and in a word only when the word has no room', () => {
	const text = `short words first and then ${'long'.repeat(12)} end`;
	expect(paragraph([{ text }], { text: '  label  ' }, look)).toMatchInlineSnapshot(`
		[
		  "  label  short words first and then",
		  "         longlonglonglonglonglonglonglon",
		  "         glonglonglonglong end",
		]
	`);
});

test('a wide character takes two columns, a combining one none', () => {
	expect(paragraph([{ text: '漢'.repeat(25) }], { text: '' }, look).map((line) => line.length)).toEqual([20, 5]);
	expect(paragraph([{ text: 'e\u0301'.repeat(40) }], { text: '' }, look)).toHaveLength(1);
});

test('one line is cut at the columns', () => {
	expect(oneLine([{ text: 'abcdefghij' }], { color: false, columns: 10 })).toBe('abcdefghij');
	expect(oneLine([{ text: 'abcdefghijk' }], { color: false, columns: 10 })).toBe('abcdefghi…');
});

test('a command is never wrapped', () => {
	const command = `gatelock run ${'x'.repeat(300)}`;
	expect(verbatim(command, { text: 'repeat ' }, look)).toBe(`repeat ${command}`);
});

test('wrapping loses nothing but spaces, and no line is too wide', () => {
	fc.assert(
		fc.property(fc.string({ maxLength: 300 }), fc.integer({ min: 40, max: 90 }), (text, columns) => {
			const lines = paragraph([{ text }], { text: '> ' }, { color: false, columns });
			expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
			expect(lines.join('').replaceAll(' ', '')).toBe(`> ${text}`.replaceAll(' ', ''));
		}),
	);
});

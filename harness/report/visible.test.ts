import { expect, test } from 'vitest';
import { bounded, visible } from './visible.ts';

test.each([
	['plain text, ümläut, 漢字, 😀', 'plain text, ümläut, 漢字, 😀'],
	['\u001b[31mred\u001b[0m', '\\x1b[31mred\\x1b[0m'],
	['a\nb\r\tc\u0000\u007f\u009b', 'a\\nb\\r\\tc\\x00\\x7f\\x9b'],
	['\u202eabc\u200b\u2028\ufeff\u00a0', '\\u202eabc\\u200b\\u2028\\ufeff\\xa0'],
	['\ud800 \u{e0001}', '\\ud800 \\u{e0001}'],
])('visible(%j)', (text, expected) => {
	expect(visible(text)).toBe(expected);
});

test('bounded counts what it cuts and never cuts through a pair', () => {
	expect(bounded('abcdef', 6)).toBe('abcdef');
	expect(bounded('abcdef', 4)).toBe('abcd… (+2 characters)');
	expect(bounded('ab😀cd', 3)).toBe('ab… (+4 characters)');
});

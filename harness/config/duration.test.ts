import { expect, test } from 'vitest';
import { DurationError, parseDuration } from './duration.ts';

test.each([
	['1.5s', 1500],
	['200ms', 200],
	['2m', 120_000],
	['0.5ms', 0.5],
	[' 3s ', 3000],
	['1440m', 86_400_000],
])('%s is %d ms', (value, durationMs) => {
	expect(parseDuration(value, '--limit fails-fast')).toBe(durationMs);
});

test.each([
	'',
	'0',
	'2',
	'1500',
	'0s',
	'-1s',
	'1h',
	'1 s',
	's',
	'1e3',
	'Infinity',
	'1441m',
	'9'.repeat(400),
	'1.s',
	'0x10',
	'\u001b[31m',
])('%j is refused', (value) => {
	expect(() => parseDuration(value, '--limit fails-fast')).toThrow(DurationError);
});

test('the message names option, value and what is allowed', () => {
	expect(() => parseDuration('soon', '--limit fails-fast')).toThrowErrorMatchingInlineSnapshot(
		`[DurationError: --limit fails-fast: "soon" is not a duration; allowed: a number above 0 with ms, s or m, at most 24 hours: 200ms, 1.5s, 2m]`,
	);
});

import { expect, test } from 'vitest';
import { formatDuration, formatMoment } from './time-text.ts';

test.each([
	[0, '0 ms'],
	[0.4, '0 ms'],
	[412.3, '412 ms'],
	[999.4, '999 ms'],
	[999.5, '1.0 s'],
	[41_234, '41.2 s'],
	[125_000, '125.0 s'],
])('formatDuration(%d) is %s', (durationMs, text) => {
	expect(formatDuration(durationMs)).toBe(text);
});

test.each([
	[1234.4, '+1.234 s'],
	[0, '+0.000 s'],
	[-20, '-0.020 s'],
])('formatMoment(%d) is %s', (tMs, text) => {
	expect(formatMoment(tMs)).toBe(text);
});

import { expect, test } from 'vitest';
import { parseReleaseRange, versionsInRange } from './release-range.ts';

const published = [
	'2026.4.29',
	'2026.4.2',
	'2026.8.1-beta.2',
	'2026.8.1',
	'2026.10.1',
	'2026.1.24-3',
	'2026.1.24',
	'0.0.1-placeholder',
	'2026.8.3',
];

test.each<[string, readonly string[]]>([
	['>=2026.8', ['2026.8.1', '2026.8.3', '2026.10.1']],
	['> 2026.8', ['2026.10.1']],
	['<=2026.4', ['2026.1.24', '2026.1.24-3', '2026.4.2', '2026.4.29']],
	['<2026.4', ['2026.1.24', '2026.1.24-3']],
	['2026.4', ['2026.4.2', '2026.4.29']],
	['2026.4.x', ['2026.4.2', '2026.4.29']],
	['>2026.1.24 <2026.4.29', ['2026.1.24-3', '2026.4.2']],
	['>= 2026.8.1 <= 2026.8.1', ['2026.8.1']],
	['*', ['2026.1.24', '2026.1.24-3', '2026.4.2', '2026.4.29', '2026.8.1', '2026.8.3', '2026.10.1']],
	['>=2027', []],
])('%s', (text, expected) => {
	const range = parseReleaseRange(text);
	expect(range && versionsInRange(published, range, { betas: false })).toEqual(expected);
});

test('betas come before their release, and only when asked for', () => {
	const range = parseReleaseRange('2026.8') ?? { conditions: [] };
	expect(versionsInRange(published, range, { betas: true })).toEqual(['2026.8.1-beta.2', '2026.8.1', '2026.8.3']);
});

test.each(['2026.4.29', '2026.1.24-3', 'latest', '', '>=', '>=next', '^2026', '1 || 2'])('%j is no range', (text) => {
	expect(parseReleaseRange(text)).toBeNull();
});

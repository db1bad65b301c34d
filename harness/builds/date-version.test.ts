import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareDateVersions, isInRange, parseDateVersion } from './date-version.ts';

test('a correction comes after what it corrects, a beta before', () => {
	const versions = ['2026.2.1', '2026.1.24-3', '2026.1.24', '2026.1.24-beta.2', '2026.1.24-beta.10', '2026.1.9'];
	const sorted = versions.map(parse).sort(compareDateVersions);
	expect(sorted).toEqual(
		['2026.1.9', '2026.1.24-beta.2', '2026.1.24-beta.10', '2026.1.24', '2026.1.24-3', '2026.2.1'].map(parse),
	);
});

test('a range holds both of its ends, and without an upper end all that is later', () => {
	expect(isInRange('2026.1.24', { from: '2026.1.24', to: '2026.1.24-3' })).toBe(true);
	expect(isInRange('2026.1.24-3', { from: '2026.1.24', to: '2026.1.24-3' })).toBe(true);
	expect(isInRange('2026.1.24-4', { from: '2026.1.24', to: '2026.1.24-3' })).toBe(false);
	expect(isInRange('2026.1.23', { from: '2026.1.24' })).toBe(false);
	expect(isInRange('2031.12.1', { from: '2026.1.24' })).toBe(true);
});

test.each(['', 'latest', '2026.1', '2026.1.24-', 'v2026.1.24', '2026.1.24-rc'])('%o is no version', (text) => {
	expect(parseDateVersion(text)).toBeNull();
	expect(isInRange(text, { from: '0.0.0' })).toBe(false);
});

test('the order is total', () => {
	const version = fc
		.tuple(fc.nat(3), fc.nat(3), fc.nat(3), fc.constantFrom('', '-1', '-2', '-beta.1', '-beta.2'))
		.map(([year, month, day, suffix]) => parse(`${year}.${month}.${day}${suffix}`));
	fc.assert(
		fc.property(version, version, version, (a, b, c) => {
			expect(Math.sign(compareDateVersions(a, b))).toBe(-Math.sign(compareDateVersions(b, a)) + 0);
			if (compareDateVersions(a, b) <= 0 && compareDateVersions(b, c) <= 0) {
				expect(compareDateVersions(a, c)).toBeLessThanOrEqual(0);
			}
		}),
	);
});

function parse(text: string) {
	const version = parseDateVersion(text);
	if (version === null) throw new Error(text);
	return version;
}

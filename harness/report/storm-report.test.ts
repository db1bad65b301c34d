import { expect, test } from 'vitest';
import { stormVerdict } from './storm-report.ts';

const counts = { stories: 100, passed: 100, failed: 0, invalid: 0, skipped: 0, steps: 500, starts: 300 };

test('a storm passes when stories passed, nothing broke, and nearly all had a verdict', () => {
	expect(stormVerdict(0, counts)).toBe('pass');
	expect(stormVerdict(0, { ...counts, passed: 95, invalid: 5 })).toBe('pass');
	expect(stormVerdict(0, { ...counts, passed: 80, invalid: 5, skipped: 15 })).toBe('invalid');
	expect(stormVerdict(0, { ...counts, stories: 0, passed: 0 })).toBe('invalid');
	expect(stormVerdict(1, { ...counts, passed: 99, failed: 1 })).toBe('fail');
});

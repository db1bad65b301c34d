import { expect, test } from 'vitest';
import { verdicts } from '../judge/finding.ts';
import { exitCodeFor, exitCodes } from './exit-code.ts';

test('the published exit codes', () => {
	expect(exitCodes).toEqual({
		pass: 0,
		contractBroken: 1,
		badUsage: 2,
		invalid: 3,
		buildUnusable: 4,
		interrupted: 130,
	});
	expect(Object.fromEntries(verdicts.map((verdict) => [verdict, exitCodeFor(verdict)]))).toEqual({
		pass: 0,
		fail: 1,
		flaky: 1,
		invalid: 3,
		skipped: 3,
	});
});

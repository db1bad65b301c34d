import { describe, expect, test } from 'vitest';
import type { ClauseResult, Verdict } from '../judge/finding.ts';
import type { CaseReport } from './report.ts';
import { reportSchema } from './report.ts';
import { inexactMessage, sampleCase, sampleCases, sampleReport } from './testing/sample-report.ts';

test('the report fits its schema', () => {
	const report = sampleReport(sampleCases());
	expect(reportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
});

describe('the verdict of a run', () => {
	test.each<[Verdict[], Verdict, string | undefined]>([
		[['pass', 'pass'], 'pass', undefined],
		[['pass', 'skipped'], 'pass', undefined],
		[['pass', 'invalid'], 'invalid', undefined],
		[['flaky', 'invalid'], 'flaky', undefined],
		[['pass', 'invalid', 'flaky', 'fail', 'skipped'], 'fail', undefined],
		[['skipped', 'skipped'], 'invalid', 'every case was skipped, so nothing was proved'],
		[[], 'invalid', 'no case ran, so nothing was proved'],
	])('of %j is %s', (verdicts, verdict, reason) => {
		const report = sampleReport(verdicts.map((each) => sampleCase({ verdict: each })));
		expect({ verdict: report.verdict, reason: report.reason }).toEqual({ verdict, reason });
	});

	test('is invalid whatever the cases say when the run cannot be trusted', () => {
		const report = sampleReport([sampleCase()], { invalidReason: 'the control failed: both instances run' });
		expect(report).toMatchObject({ verdict: 'invalid', reason: 'the control failed: both instances run' });
	});
});

describe('a clause of a run', () => {
	test.each<[string, CaseReport[], ClauseResult['status']]>([
		['holds when one case exercised it', [of('not-exercised'), of('holds')], 'holds'],
		['is broken when one case broke it', [of('holds'), of('broken'), of('holds')], 'broken'],
		['is not exercised when no case exercised it', [of('not-exercised')], 'not-exercised'],
		['is not exercised when only an invalid case says that it holds', [of('holds', 'invalid')], 'not-exercised'],
		['is broken when an invalid case broke it', [of('broken', 'invalid')], 'broken'],
	])('%s', (_, cases, status) => {
		expect(clauseOf(cases).status).toBe(status);
	});

	test('has the findings of all cases, equal ones once', () => {
		const findings = [inexactMessage, { ...inexactMessage, message: 'another' }];
		const cases = [
			{ ...of('broken'), findings },
			{ ...of('broken'), findings: [inexactMessage] },
		];
		expect(clauseOf(cases).findings).toEqual(findings);
	});
});

function of(status: ClauseResult['status'], verdict: Verdict = 'pass'): CaseReport {
	return sampleCase({ verdict, clauses: [{ id: 'exact-error-in-use', status }] });
}

function clauseOf(cases: CaseReport[]): ClauseResult {
	const clause = sampleReport(cases).clauses.find(({ id }) => id === 'exact-error-in-use');
	if (!clause) throw new Error('every report lists every clause');
	return clause;
}

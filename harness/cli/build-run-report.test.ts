import { expect, test } from 'vitest';
import type { Verdict } from '../judge/finding.ts';
import type { CaseResult } from '../scenario/case-result.ts';
import { contextForTests } from '../testing/context-for-tests.ts';
import { tempFolder } from '../testing/temp-folder.ts';
import { buildRunReport, caseReportOf } from './build-run-report.ts';

test.each<[string, Verdict[], Verdict, string | undefined]>([
	['pass and pass', ['pass', 'pass'], 'pass', undefined],
	['pass and fail', ['pass', 'fail', 'pass'], 'flaky', 'failed in 1 of 3 runs'],
	['fail and fail', ['fail', 'fail'], 'fail', undefined],
	['pass and invalid', ['pass', 'invalid'], 'invalid', 'said by invalid'],
	['fail and invalid', ['invalid', 'fail'], 'fail', undefined],
	['skipped and skipped', ['skipped', 'skipped'], 'skipped', 'said by skipped'],
	['pass and skipped', ['skipped', 'pass'], 'pass', undefined],
])('repeats: %s', (_, verdicts, verdict, reason) => {
	const results = verdicts.map((each, i) => resultOf('kill', each, i + 1));
	const { cases } = reportOf(results);
	expect(cases.map(({ id, runs, durationMs, ...rest }) => [id, runs, durationMs, rest.verdict, rest.reason])).toEqual([
		['kill', verdicts.length, 100 * verdicts.length, verdict, reason],
	]);
});

test('what went wrong outside of any case makes the run invalid, and is told', () => {
	const report = reportOf([resultOf('kill', 'pass')], ['a.scenario.ts: no such module', 'a worker died']);
	expect(report.verdict).toBe('invalid');
	expect(report.cases.slice(1)).toMatchInlineSnapshot(`
		[
		  {
		    "asserts": [],
		    "clauses": [],
		    "durationMs": 0,
		    "findings": [],
		    "id": "host-error-1",
		    "reason": "a.scenario.ts: no such module",
		    "runs": 1,
		    "title": "The cases could not all be run",
		    "verdict": "invalid",
		  },
		  {
		    "asserts": [],
		    "clauses": [],
		    "durationMs": 0,
		    "findings": [],
		    "id": "host-error-2",
		    "reason": "a worker died",
		    "runs": 1,
		    "title": "The cases could not all be run",
		    "verdict": "invalid",
		  },
		]
	`);
});

test('a run in which nothing ran proves nothing', () => {
	expect(reportOf([])).toMatchObject({ verdict: 'invalid', reason: 'no case ran, so nothing was proved' });
});

test('a case tells how it is repeated', () => {
	const repeated = (repeatOptions: string) =>
		caseReportOf(resultOf('kill', 'pass'), { program: 'npx gatelock', repeatOptions }).repeat;
	expect(repeated("--gateway 'node x'")).toBe("npx gatelock run kill --gateway 'node x'");
	expect(repeated('')).toBe('npx gatelock run kill');
});

test('cases stand in the order of their ids, whichever ended first', () => {
	const results = ['kill-10-ms', 'start', 'kill-5-ms'].map((id) => resultOf(id, 'pass'));
	expect(reportOf(results).cases.map(({ id }) => id)).toEqual(['kill-5-ms', 'kill-10-ms', 'start']);
});

function reportOf(results: readonly CaseResult[], errors: readonly string[] = []) {
	return buildRunReport({
		context: contextForTests({ folder: tempFolder() }),
		control: 'one lost',
		hosted: { results, listed: [], errors },
		durationMs: 1,
		versions: {},
	});
}

function resultOf(scenario: string, verdict: Verdict, run = 1): CaseResult {
	return {
		id: `${scenario}.${run}`,
		scenario,
		title: 'A case',
		asserts: ['single-instance'],
		verdict,
		clauses: [{ id: 'single-instance', status: 'holds', findings: [] }],
		...(verdict === 'pass' || verdict === 'fail' ? {} : { reason: `said by ${verdict}` }),
		durationMs: 100,
	};
}

import { describe, expect, test } from 'vitest';
import type { FixtureHeader } from '../../fixtures/header.ts';
import type { ClauseId } from '../../harness/contract/clause-ids.ts';
import { rowOf, scoreOf, soleClauses, soleFinders } from './matrix.ts';
import type { Observation, ObservedCase } from './observation.ts';
import { renderMatrix, renderProblems, renderScore } from './tables.ts';

const breaksRebind: FixtureHeader = { summary: '', breaks: 'rebinds-immediately', also: ['no-stale-lock'] };
const correct: FixtureHeader = { summary: '', also: [] };

describe('the verdict on a gateway', () => {
	const verdictOn = (header: FixtureHeader, observation: Observation) =>
		rowOf({ name: 'g', header }, observation).verdict;

	test.each<[string, FixtureHeader, Observation, string]>([
		['found by its clause', breaksRebind, seen(caseOf('a', ['rebinds-immediately'])), 'FOUND'],
		[
			'found, with what breaks along',
			breaksRebind,
			seen(caseOf('a', ['rebinds-immediately', 'no-stale-lock'])),
			'FOUND',
		],
		['found only by what breaks along', breaksRebind, seen(caseOf('a', ['no-stale-lock'])), 'MISSED'],
		['not found', breaksRebind, seen(caseOf('a', [])), 'MISSED'],
		[
			'accused besides',
			breaksRebind,
			seen(caseOf('a', ['rebinds-immediately']), caseOf('b', ['fails-fast'])),
			'WRONG CLAUSE',
		],
		['not found, but nobody can yet', { ...breaksRebind, needs: 'crash-points' }, seen(caseOf('a', [])), 'WAITING'],
		[
			'found by chance',
			{ ...breaksRebind, needs: 'crash-points' },
			seen(caseOf('a', ['rebinds-immediately'])),
			'FOUND',
		],
		['correct and not accused', correct, seen(caseOf('a', [])), 'CLEAN'],
		['correct and accused', correct, seen(caseOf('a', []), caseOf('b', ['fails-fast'])), 'FALSE ALARM'],
		['correct, but its cases were cut short', correct, { ...seen(caseOf('a', [])), isComplete: false }, 'NO VERDICT'],
		['correct, but no case was run', correct, seen(), 'NO VERDICT'],
	])('%s', (_title, header, observation, verdict) => {
		expect(verdictOn(header, observation)).toBe(verdict);
	});

	test('counts starts up to the end of the case that found it', () => {
		const row = rowOf(
			{ name: 'g', header: breaksRebind },
			seen(caseOf('a', [], 3), caseOf('b', ['rebinds-immediately'], 2), caseOf('c', ['rebinds-immediately'], 5)),
		);
		expect(row).toMatchObject({ startsNeeded: 5, starts: 10, scenarios: ['b', 'c'] });
	});
});

test('what earns its place, the matrix and the score', () => {
	const rows = [
		rowOf(
			{ name: 'left', header: { ...breaksRebind, breaks: 'no-stale-lock', also: [] } },
			seen(caseOf('a', ['no-stale-lock'])),
		),
		rowOf(
			{ name: 'blocked', header: breaksRebind },
			seen(caseOf('a', ['rebinds-immediately', 'no-stale-lock']), caseOf('b', ['rebinds-immediately'])),
		),
		rowOf({ name: 'recycled', header: { ...breaksRebind, needs: 'crash-points' } }, seen(caseOf('a', []))),
		rowOf({ name: 'lost', header: breaksRebind }, seen(caseOf('a', []))),
		rowOf({ name: 'fine', header: correct }, seen(caseOf('a', []), caseOf('b', ['fails-fast']))),
	];
	expect([...soleClauses(rows)].filter(([, names]) => names.length > 0)).toEqual([['no-stale-lock', ['left']]]);
	expect([...soleFinders(rows, ['a', 'b'])]).toEqual([
		['a', ['left']],
		['b', []],
	]);
	expect([...soleFinders(rows, ['group'], () => 'group')]).toEqual([['group', ['left', 'blocked']]]);
	expect(renderMatrix(rows)).toMatchInlineSnapshot(`
		"gateway   expected clause      found by                            scenarios that found it  starts  verdict
		────────  ───────────────────  ──────────────────────────────────  ───────────────────────  ──────  ────────────────────────
		left      no-stale-lock        no-stale-lock                       a                        2       FOUND
		blocked   rebinds-immediately  rebinds-immediately, no-stale-lock  a (+1)                   2       FOUND
		recycled  rebinds-immediately  –                                   –                        –       waiting for crash-points
		lost      rebinds-immediately  –                                   –                        –       MISSED
		fine      (correct)            fails-fast                          –                        –       FALSE ALARM"
	`);
	expect(renderProblems(rows)).toMatchInlineSnapshot(`
		"lost: MISSED, 1 cases, 2 starts
		fine: FALSE ALARM fails-fast in b: fails-fast is broken."
	`);
	expect(scoreOf(rows).isClean).toBe(false);
	expect(renderScore(scoreOf(rows))).toMatchInlineSnapshot(`
		"Detection score: 2 of 3 found by their clause, 1 waiting for explorers (recycled)
		False alarms: 1 of 2 cases on correct gateways"
	`);
});

function seen(...cases: ObservedCase[]): Observation {
	return { cases, errors: [], isComplete: true, durationMs: 1000 };
}

function caseOf(scenario: string, broken: readonly ClauseId[], starts = 2): ObservedCase {
	return {
		result: {
			id: scenario,
			scenario,
			title: scenario,
			asserts: [],
			verdict: broken.length > 0 ? 'fail' : 'pass',
			clauses: broken.map((id) => ({
				id,
				status: 'broken' as const,
				findings: [{ clause: id, message: `${id} is broken.`, evidence: [] }],
			})),
			durationMs: 100,
		},
		starts,
		margins: [],
	};
}

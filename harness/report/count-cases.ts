import type { ClauseId } from '../contract/clause-ids.ts';
import type { Verdict } from '../judge/finding.ts';
import type { CaseReport } from './report.ts';

/** How many cases came to each verdict. */
export function countVerdicts(cases: readonly Pick<CaseReport, 'verdict'>[]): Record<Verdict, number> {
	const counts: Record<Verdict, number> = { pass: 0, fail: 0, flaky: 0, invalid: 0, skipped: 0 };
	for (const { verdict } of cases) counts[verdict] += 1;
	return counts;
}

/** The cases in which a clause's precondition occurred, as far as their word counts. */
export function casesThatExercised(clause: ClauseId, cases: readonly CaseReport[]): CaseReport[] {
	return cases.filter((report) => {
		const status = report.clauses.find(({ id }) => id === clause)?.status;
		return status === 'broken' || (status === 'holds' && vouches(report));
	});
}

/** An invalid case did not do what it was meant to do, so it must not vouch for a clause; it can still show a break. */
function vouches({ verdict }: CaseReport): boolean {
	return verdict !== 'invalid' && verdict !== 'skipped';
}

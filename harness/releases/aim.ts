import type { ClauseId } from '../contract/clause-ids.ts';
import type { Finding } from '../judge/finding.ts';
import type { Judgement } from './judgement.ts';
import type { Observation } from './search.ts';

/** What makes a release a bad one: one of these clauses is broken; with none named, any case that fails. */
export type Aim = readonly ClauseId[];

/** What a judgement says of a release. A clause that was not exercised says nothing. Pure. */
export function observationOf({ outcome }: Judgement, aim: Aim): Observation {
	if (outcome.kind === 'unusable') return 'unusable';
	const { report } = outcome;
	if (aim.length === 0) {
		if (report.verdict === 'pass') return 'good';
		return report.verdict === 'fail' || report.verdict === 'flaky' ? 'bad' : 'no-verdict';
	}
	const statuses = aim.map((clause) => report.clauses.find(({ id }) => id === clause)?.status);
	if (statuses.includes('broken')) return 'bad';
	return statuses.every((status) => status === 'holds') ? 'good' : 'no-verdict';
}

/** The findings that make it bad. Pure. */
export function findingsOf({ outcome }: Judgement, aim: Aim): Finding[] {
	if (outcome.kind === 'unusable') return [];
	const { clauses } = outcome.report;
	return clauses.filter(({ id }) => aim.length === 0 || aim.includes(id)).flatMap(({ findings }) => findings);
}

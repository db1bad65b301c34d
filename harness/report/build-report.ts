import { type ClauseId, clauseIds } from '../contract/clause-ids.ts';
import type { ClauseResult, Finding, Verdict } from '../judge/finding.ts';
import { mergeVerdicts } from '../judge/verdict.ts';
import { casesThatExercised } from './count-cases.ts';
import { messages } from './messages.ts';
import type { CaseReport, Report } from './report.ts';

/** What a run knows besides what follows from its cases. */
export interface RunFacts extends Omit<Report, 'schema' | 'verdict' | 'clauses' | 'reason' | 'also'> {
	/** Why nothing that this run saw can be trusted (the two-instances control failed): the run is invalid. */
	readonly invalidReason?: string;
	/** The second contract, and its limits. */
	readonly also?: Pick<NonNullable<Report['also']>, 'contract' | 'limits'> | undefined;
}

/**
 * Sums up the cases of a run. A clause is broken if one case broke it; it holds if it held in at least one case that
 * exercised it and came to a verdict of its own, and no case broke it.
 */
export function buildReport({ invalidReason, also, ...facts }: RunFacts): Report {
	const { verdict, reason } =
		invalidReason === undefined ? verdictOf(facts.cases) : { verdict: 'invalid' as const, reason: invalidReason };
	return {
		schema: 1,
		verdict,
		...(reason === undefined ? {} : { reason }),
		...facts,
		clauses: clausesOf(facts.cases).map((id) => clauseOf(id, facts.cases)),
		...(also === undefined ? {} : { also: alsoOf(also, facts.cases) }),
	};
}

function alsoOf(facts: NonNullable<RunFacts['also']>, cases: readonly CaseReport[]): NonNullable<Report['also']> {
	const judged = cases.map((each) => ({ ...each, ...each.also }));
	return {
		...facts,
		verdict: verdictOf(judged).verdict,
		clauses: clausesOf(judged).map((id) => clauseOf(id, judged)),
	};
}

/** The document's clauses, then those of the project's own, in the order in which the cases name them. */
function clausesOf(cases: readonly CaseReport[]): ClauseId[] {
	return [...new Set<ClauseId>([...clauseIds, ...cases.flatMap((each) => each.clauses.map(({ id }) => id))])];
}

function verdictOf(cases: readonly CaseReport[]): { verdict: Verdict; reason?: string } {
	if (cases.length === 0) return { verdict: 'invalid', reason: messages.noCaseRan };
	const verdict = mergeVerdicts(cases.map((each) => each.verdict));
	return verdict === 'skipped' ? { verdict: 'invalid', reason: messages.everyCaseSkipped } : { verdict };
}

function clauseOf(id: ClauseId, cases: readonly CaseReport[]): ClauseResult {
	const findings = distinct(cases.flatMap((report) => report.findings.filter(({ clause }) => clause === id)));
	const exercised = casesThatExercised(id, cases);
	const isBroken =
		findings.length > 0 || exercised.some(({ clauses }) => clauses.some((c) => c.id === id && c.status === 'broken'));
	if (isBroken) return { id, status: 'broken', findings };
	return { id, status: exercised.length > 0 ? 'holds' : 'not-exercised', findings };
}

function distinct(findings: readonly Finding[]): Finding[] {
	return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}

import { clauseIds, eraClauseIds } from '../contract/clause-ids.ts';
import type { Contract, Contradiction } from '../contract/contract.ts';
import type { Limit } from '../contract/limits.ts';
import { isPromised } from '../contract/promised.ts';
import type { Timeline } from '../timeline/events.ts';
import { adaptedLimits } from './adapted-limits.ts';
import { statusOf } from './clause-judge.ts';
import { clauseJudges, eraClauseJudges } from './clauses/index.ts';
import { withContradictions } from './contradictions.ts';
import { judgeExpectations } from './expectations.ts';
import type { ClauseResult } from './finding.ts';
import { judgeOwnClause, type OwnClause } from './own-clause.ts';
import { storyOf } from './story.ts';

export interface JudgeOptions {
	/** Time limits; default: those that the case was recorded with. A clause without a limit finds nothing late. */
	readonly limits?: readonly Limit[];
	/** Clauses of the project's own; judged after the document's. */
	readonly ownClauses?: readonly OwnClause[];
	/** Where the build's own document contradicts its code; default: as the contract says. */
	readonly contradictions?: readonly Contradiction[] | undefined;
}

/**
 * Judges a record by every clause of the contract, in the document's order, those of its era after the fourteen. Pure: the same record gives the same
 * findings on every machine. Times leave out what the processes had to wait for a core. Never throws.
 */
export function judge(timeline: Timeline, contract: Contract, options: JudgeOptions = {}): ClauseResult[] {
	const story = storyOf(timeline);
	const limits = adaptedLimits(options.limits ?? story.startedAs?.limits ?? [], contract, timeline);
	const judges = { ...clauseJudges, ...eraClauseJudges };
	const ids = [...clauseIds, ...eraClauseIds.filter((id) => contract.clauses[id] !== undefined)];
	const builtIn = ids.map((id): ClauseResult => {
		if (!isPromised(contract, id)) return { id, status: 'not-exercised', findings: [] };
		const { exercised, findings } = judges[id](story, contract, limits);
		return { id, status: statusOf(exercised, findings.length), findings };
	});
	const own = (options.ownClauses ?? []).map((clause) => judgeOwnClause(clause, { timeline, story, contract, limits }));
	const contradictions = options.contradictions ?? contract.contradictions ?? [];
	return withContradictions([...builtIn, ...own, ...judgeExpectations(timeline)], contradictions);
}

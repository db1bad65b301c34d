import { clauseIds } from '../contract/clause-ids.ts';
import type { Contract } from '../contract/contract.ts';
import type { Limit } from '../contract/limits.ts';
import type { Timeline } from '../timeline/events.ts';
import { adaptedLimits } from './adapted-limits.ts';
import { clauseJudges } from './clauses/index.ts';
import type { ClauseResult } from './finding.ts';
import { storyOf } from './story.ts';

export interface JudgeOptions {
	/** Time limits; default: those that the case was recorded with. A clause without a limit finds nothing late. */
	readonly limits?: readonly Limit[];
}

/**
 * Judges a record by every clause of the contract, in the document's order. Pure: the same record gives the same
 * findings on every machine. Times leave out what the processes had to wait for a core. Never throws.
 */
export function judge(timeline: Timeline, contract: Contract, options: JudgeOptions = {}): ClauseResult[] {
	const story = storyOf(timeline);
	const limits = adaptedLimits(options.limits ?? story.startedAs?.limits ?? [], contract, timeline);
	return clauseIds.map((id) => {
		const { exercised, findings } = clauseJudges[id](story, contract, limits);
		const status = findings.length > 0 ? 'broken' : exercised ? 'holds' : 'not-exercised';
		return { id, status, findings };
	});
}

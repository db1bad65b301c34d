import type { ClauseId } from '../contract/clause-ids.ts';
import type { Contract } from '../contract/contract.ts';
import type { Limit } from '../contract/limits.ts';
import { isPromised } from '../contract/promised.ts';
import { judge } from '../judge/judge.ts';
import type { OwnClause } from '../judge/own-clause.ts';
import { type CaseVerdict, verdictOf } from '../judge/verdict.ts';
import type { Timeline } from '../timeline/events.ts';
import type { CaseResult } from './case-result.ts';

/** One contract, with the limits that follow from it for this build on this machine. */
export interface JudgedBy {
	readonly contract: Contract;
	readonly limits: readonly Limit[];
}

export interface JudgeCaseOptions {
	readonly asserts: readonly ClauseId[];
	/** Decides about the case. */
	readonly asked: JudgedBy;
	/** Judges the same record, and decides nothing. */
	readonly also: JudgedBy | null;
	readonly ownClauses: readonly OwnClause[];
	/** Why the record allows no verdict whatever it shows. */
	readonly failed?: CaseVerdict | undefined;
}

/** What the contracts say of one case. Pure. */
export function judgeCase(
	timeline: Timeline,
	{ asserts, asked, also, ownClauses, failed }: JudgeCaseOptions,
): Pick<CaseResult, 'verdict' | 'clauses' | 'reason' | 'also'> {
	// Its own document contradicts a build's code whichever contract found it.
	const contradictions = [asked, also].flatMap((by) => by?.contract.contradictions ?? []);
	const judgedBy = ({ contract, limits }: JudgedBy) => {
		const clauses = judge(timeline, contract, { limits, ownClauses, contradictions });
		const promised = asserts.filter((clause) => isPromised(contract, clause));
		return { clauses, ...(failed ?? verdictOf(timeline, promised, clauses, { ownClauses })) };
	};
	const first = judgedBy(asked);
	return also === null ? first : { ...first, also: { contract: also.contract.id, ...judgedBy(also) } };
}

import type { LimitedClauseId } from '../contract/clause-ids.ts';
import type { Contract } from '../contract/contract.ts';
import type { Limit } from '../contract/limits.ts';
import type { Finding } from './finding.ts';
import type { Story } from './story-model.ts';

export interface Judgement {
	/** Whether the clause's precondition really occurred. */
	readonly exercised: boolean;
	readonly findings: Finding[];
}

/** One clause: a pure function of what happened, what is promised and how long it may take. */
export type ClauseJudge = (story: Story, contract: Contract, limits: readonly Limit[]) => Judgement;

/** How much of a clause's time may be waiting; without such a rule no waiting is too much. */
export function idleLimitMsOf(limits: readonly Limit[], clause: LimitedClauseId): number {
	return limits.find((each) => each.clause === clause)?.idleLimitMs ?? Number.POSITIVE_INFINITY;
}

/** The limit of a clause; without one nothing is late. */
export function limitMsOf(limits: readonly Limit[], clause: LimitedClauseId): number {
	return limits.find((each) => each.clause === clause)?.limitMs ?? Number.POSITIVE_INFINITY;
}

import type { LimitedClauseId } from '../contract/clause-ids.ts';
import type { Contract } from '../contract/contract.ts';
import type { Limit } from '../contract/limits.ts';
import type { ClauseResult, Finding } from './finding.ts';
import type { Story } from './story-model.ts';

export interface Judgement {
	/** Whether the clause's precondition really occurred. */
	readonly exercised: boolean;
	readonly findings: Finding[];
}

/** A limit as the judge applies it. */
export interface JudgedLimit extends Limit {
	/** A lone start has shown, in the same case, that the machine is slower than when the baseline was measured. */
	readonly isStrained?: boolean;
}

/** A clause of which anything is found is broken; else it holds when it was put to the test. */
export function statusOf(exercised: boolean, findings: number): ClauseResult['status'] {
	if (findings > 0) return 'broken';
	return exercised ? 'holds' : 'not-exercised';
}

/** One clause: a pure function of what happened, what is promised and how long it may take. */
export type ClauseJudge = (story: Story, contract: Contract, limits: readonly JudgedLimit[]) => Judgement;

/** How much of a clause's time may be waiting; without such a rule no waiting is too much. */
export function idleLimitMsOf(limits: readonly Limit[], clause: LimitedClauseId): number {
	return limits.find((each) => each.clause === clause)?.idleLimitMs ?? Number.POSITIVE_INFINITY;
}

/** The limit of a clause; without one nothing is late. */
export function limitMsOf(limits: readonly Limit[], clause: LimitedClauseId): number {
	return limits.find((each) => each.clause === clause)?.limitMs ?? Number.POSITIVE_INFINITY;
}

/**
 * Whether an instance that was late may have been kept from its work by a machine that is overloaded: a lone start is
 * slow as well, and the instance did not wait, it worked. That allows no verdict on its time. Who waits for a dead owner
 * or tries again has time in which it does nothing, on any machine.
 */
export function isExcusedByStrain(limits: readonly JudgedLimit[], clause: LimitedClauseId, waitedMs: number): boolean {
	const isStrained = limits.find((each) => each.clause === clause)?.isStrained ?? false;
	return isStrained && waitedMs <= Math.min(idleLimitMsOf(limits, clause), longestInnocentWaitMs);
}

/** The shortest wait of any build for a lock is 5 s (2.5 s on top of what a start waits anyway leaves room for both). */
const longestInnocentWaitMs = 2_500;

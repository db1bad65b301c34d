import type { LimitedClauseId } from '../contract/clause-ids.ts';
import type { Contract } from '../contract/contract.ts';
import type { Limit } from '../contract/limits.ts';
import type { Elapsed } from './elapsed.ts';
import type { ClauseResult, Finding } from './finding.ts';
import type { Instance, Story } from './story-model.ts';

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

/** How long this start may take; one that found none of the build's caches as long as a first one. */
export function startLimitMsOf(
	limits: readonly Limit[],
	clause: LimitedClauseId,
	{ isCold, slowdown }: Pick<Instance, 'isCold' | 'slowdown'>,
): number {
	const coldMs = isCold ? (limits.find((each) => each.clause === clause)?.coldLimitMs ?? 0) : 0;
	return Math.max(limitMsOf(limits, clause), coldMs) * slowdown;
}

/** A start that was late, and what the machine had to do meanwhile. */
export interface LateStart {
	/** Its time, and that without what it got no core in. */
	readonly span: Elapsed;
	/** What of its time was waiting beyond doubt. */
	readonly waitedMs: number;
	/** See `startsBeside`. */
	readonly startsBeside: number;
}

/**
 * Whether an instance that was late may have been kept from its work by a machine that is overloaded: a lone start is
 * slow as well, a crowd starts at once, or others take its cores, and the instance did not wait, it worked. That allows no verdict on its time.
 * Who waits for a dead owner or tries again has time in which it does nothing, on any machine.
 */
export function isExcusedByStrain(
	limits: readonly JudgedLimit[],
	clause: LimitedClauseId,
	{ span, waitedMs, startsBeside }: LateStart,
): boolean {
	const isStrained = limits.find((each) => each.clause === clause)?.isStrained ?? false;
	const isCrowd = startsBeside >= crowd || span.starvedMs >= span.wallMs * crowdedShare;
	const isCrowded = isCrowd && span.effectiveMs <= limitMsOf(limits, clause) * crowdFactor;
	return (isStrained || isCrowded) && waitedMs <= Math.min(idleLimitMsOf(limits, clause), longestInnocentWaitMs);
}

/**
 * So many starts beside one's own cost it more than its share of the cores: caches and memory are shared, too (32 starts
 * on two cores took a correct gateway 1.9 s less starvation, of 0.13 s alone). The baseline was measured alone.
 */
const crowd = 3;
/**
 * A crowd of other programs costs the same, and shows as this share of a start's time without a core. Only the main
 * thread's lack of a core is subtracted: where that waits for a thread that has none, or a host takes the core away, the
 * time looks like work (a correct loser that starved for 28 % of 3.2 s "worked" for 1.9 s; alone, 2 s later, for 0.5 s).
 */
const crowdedShare = 0.25;
/** What a crowd may cost; the most that was seen is 1.1 times the limit, at a load of fifteen for each core. */
const crowdFactor = 3;

/** The shortest wait of any build for a lock is 5 s (2.5 s on top of what a start waits anyway leaves room for both). */
const longestInnocentWaitMs = 2_500;

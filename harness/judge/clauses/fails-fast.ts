import type { Contract } from '../../contract/contract.ts';
import { provedBindFailures } from '../bind-failures.ts';
import { type ClauseJudge, idleLimitMsOf, isExcusedByStrain, type JudgedLimit, limitMsOf } from '../clause-judge.ts';
import { elapsed, gaveUpBeyond, waitingMs } from '../elapsed.ts';
import { endEvidence, inOrder, listenEvidence, occupantEvidence, spawnEvidence } from '../evidence.ts';
import type { Evidence, Finding } from '../finding.ts';
import { isDisruptive, ownListens } from '../life.ts';
import { lossesOf } from '../losses.ts';
import { findingMessages } from '../messages.ts';
import { startsBeside } from '../starts-beside.ts';
import type { Instance, Story } from '../story-model.ts';

/** Who cannot have the port exits, non-zero and by itself, within the limit. */
export const judgeFailsFast: ClauseJudge = (story, contract, limits) => {
	const refusals = refusalsOf(story, contract, limits);
	const judged = refusals.map((each) => judgeRefusal(story, limits, each));
	return {
		exercised: judged.some((each) => each !== 'not-observed'),
		findings: judged.filter((each) => typeof each === 'object'),
	};
};

interface Refusal {
	readonly instance: Instance;
	readonly since: number;
	readonly evidence: readonly Evidence[];
}

function refusalsOf(story: Story, contract: Contract, limits: readonly JudgedLimit[]): Refusal[] {
	const losses = lossesOf(story, contract, limits).map(({ loser, since, holders, occupants }) => ({
		instance: loser,
		since,
		evidence: [
			...holders.flatMap((holder) => ownListens(holder, contract.host).map((each) => listenEvidence(holder, each))),
			...occupants.map(occupantEvidence),
		],
	}));
	const failures = provedBindFailures(story)
		// Who tried again and could bind has nothing to fail for; that it kept silent is another clause's.
		.filter(({ instance }) => ownListens(instance, contract.host).length === 0)
		.map(({ instance }) => ({ instance, since: instance.spawnedAt, evidence: [] }));
	return [...losses, ...failures];
}

function judgeRefusal(
	story: Story,
	limits: readonly JudgedLimit[],
	{ instance, since, evidence: circumstances }: Refusal,
): Finding | 'holds' | 'not-observed' {
	const limitMs = limitMsOf(limits, 'fails-fast') * instance.slowdown;
	const evidence = inOrder([...circumstances, spawnEvidence(instance), ...endEvidence(instance)]);
	const broken = (message: string): Finding => ({ clause: 'fails-fast', message, evidence });
	const end = instance.exited ?? instance.gone;
	if (end === undefined) {
		const outlasted = gaveUpBeyond(instance, since, story.endsAt, limitMs);
		if (outlasted === undefined) return 'not-observed';
		return broken(findingMessages.refusedAlive(instance.id, outlasted.span, limitMs));
	}
	const gaveUp = gaveUpBeyond(instance, since, end.t, limitMs);
	const span = elapsed(since, end.t, end.starvedMs);
	const isLate = gaveUp !== undefined || span.effectiveMs > limitMs;
	const waitedMs = waitingMs(instance, end.t, instance.exited?.idleMs ?? Number.POSITIVE_INFINITY);
	const late = { span, waitedMs, startsBeside: startsBeside(story, instance, end.t) };
	if (isLate && isExcusedByStrain(limits, 'fails-fast', late)) {
		// An exit code is no matter of time.
		return instance.exited?.code === 0 ? broken(findingMessages.exitCodeZero(instance.id)) : 'not-observed';
	}
	if (gaveUp !== undefined) return broken(findingMessages.refusedAlive(instance.id, gaveUp.span, limitMs));
	if (isLate) return broken(findingMessages.refusedLate(instance.id, span, limitMs));
	const { exited } = instance;
	if (exited === undefined) return 'holds';
	const idleLimitMs = idleLimitMsOf(limits, 'fails-fast') * instance.slowdown;
	// Its waiting is known from its spawn on, so it counts only when it had to be refused from its spawn on.
	const waited = waitingMs(instance, exited.t, exited.idleMs ?? 0);
	if (since === instance.spawnedAt && waited > idleLimitMs) {
		return broken(findingMessages.refusedWaiting(instance.id, span, waited, idleLimitMs));
	}
	if (exited.signal !== null && !wasSentSignal(instance, exited.t)) {
		return broken(findingMessages.killedBySignal(instance.id, exited.signal));
	}
	if (exited.code === 0) return broken(findingMessages.exitCodeZero(instance.id));
	const lingers = gaveUpBeyond(instance, since, story.endsAt, limitMs);
	if (lingers !== undefined && instance.gone === undefined) {
		return broken(findingMessages.refusedAlive(instance.id, lingers.span, limitMs));
	}
	return 'holds';
}

function wasSentSignal(instance: Instance, t: number): boolean {
	return instance.faults.some((fault) => isDisruptive(fault) && fault.firedAt !== undefined && fault.firedAt <= t);
}

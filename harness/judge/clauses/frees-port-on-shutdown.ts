import { type ClauseJudge, limitMsOf } from '../clause-judge.ts';
import { type Elapsed, elapsed, gaveUpBeyond } from '../elapsed.ts';
import { endEvidence, inOrder, listenEvidence, spawnEvidence } from '../evidence.ts';
import type { Finding } from '../finding.ts';
import { at, findingMessages } from '../messages.ts';
import type { Fault, Instance, Listen, Story } from '../story-model.ts';

/** After a graceful stop the port is free and every process gone within the limit. */
export const judgeFreesPortOnShutdown: ClauseJudge = (story, _contract, limits) => {
	const judged = story.instances.flatMap((instance) => {
		const limitMs = limitMsOf(limits, 'frees-port-on-shutdown') * instance.slowdown;
		const stop = instance.faults.find((each) => isJudgedStop(instance, each, limitMs));
		return stop === undefined ? [] : [judgeStop(story, instance, stop, limitMs)];
	});
	return {
		exercised: judged.some((each) => each !== 'not-observed'),
		findings: judged.filter((each) => typeof each === 'object'),
	};
};

function isJudgedStop(instance: Instance, stop: Fault, limitMs: number): boolean {
	const { firedAt } = stop;
	if (stop.effect !== 'graceful-stop' || firedAt === undefined || stop.provedAt === undefined) return false;
	if (instance.gone !== undefined && instance.gone.t < firedAt) return false;
	// Killed or frozen on top of it, it had no chance to shut down by itself.
	return !instance.faults.some((each) => {
		if (each.firedAt === undefined || each.firedAt > firedAt + limitMs) return false;
		return each.effect === 'crash' || each.effect === 'freeze' || each.effect === 'bind-failure';
	});
}

function judgeStop(story: Story, instance: Instance, stop: Fault, limitMs: number): Finding | 'holds' | 'not-observed' {
	const firedAt = stop.firedAt ?? 0;
	const broken = (message: string, listens: readonly Listen[] = []): Finding => ({
		clause: 'frees-port-on-shutdown',
		message,
		evidence: inOrder([
			spawnEvidence(instance),
			...listens.map((each) => listenEvidence(instance, each)),
			...endEvidence(instance),
		]),
	});
	const span = timeToStop(story, instance, firedAt, limitMs);
	if (span === undefined) return 'not-observed';
	if (span.effectiveMs <= limitMs && instance.gone !== undefined) return 'holds';
	const judgedAt = firedAt + span.wallMs;
	const open = instance.listens.filter((each) => each.port === instance.port && each.to >= judgedAt);
	const stillOpen = open[0];
	if (stillOpen !== undefined) {
		const address = at(stillOpen.address, stillOpen.port);
		return broken(findingMessages.stillListening(instance.id, stop.name, address, limitMs), open);
	}
	if (instance.gone !== undefined) return broken(findingMessages.goneLate(instance.id, stop.name, span, limitMs));
	const pids = instance.processes.filter(
		(each) => each.goneAt > judgedAt && !(each.pid === instance.pid && instance.exited),
	);
	const alive = pids.map((each) => `${each.name} ${each.pid}`).join(', ');
	return broken(findingMessages.stillAlive(instance.id, stop.name, alive, limitMs));
}

/** From the fault until the instance was gone, or until it was seen to live on; undefined when nobody looked so long. */
function timeToStop(story: Story, instance: Instance, firedAt: number, limitMs: number): Elapsed | undefined {
	const before = Math.max(0, ...instance.listens.filter((each) => each.from <= firedAt).map((each) => each.starvedMs));
	if (instance.gone !== undefined) return elapsed(firedAt, instance.gone.t, instance.gone.starvedMs - before);
	return gaveUpBeyond(instance, firedAt, story.endsAt, limitMs, before)?.span;
}

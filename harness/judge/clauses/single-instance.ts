import { addressesConflict } from '../addresses.ts';
import type { ClauseJudge } from '../clause-judge.ts';
import { inOrder, listenEvidence } from '../evidence.ts';
import type { Evidence, Finding } from '../finding.ts';
import { livesOverlap } from '../life.ts';
import { at, evidenceTexts, findingMessages } from '../messages.ts';
import type { Instance, Listen, Story } from '../story-model.ts';

/**
 * Listeners are seen by scans, so a listener that closed and the next one that opened may seem to overlap by as much as
 * one scan takes. Two that really share a port do so until one of them dies.
 */
const scanToleranceMs = 20;

/** No two instances ever listen on the same address and port, or serve the same base port, at the same time. */
export const judgeSingleInstance: ClauseJudge = (story) => {
	const findings: Finding[] = [];
	let exercised = false;
	for (const [index, one] of story.instances.entries()) {
		for (const other of story.instances.slice(index + 1)) {
			if (one.port === other.port) exercised ||= livesOverlap(story, one, other) || one.gone !== undefined;
			const finding = sharedListener(one, other) ?? sharedService(story, one, other);
			if (finding !== undefined) findings.push(finding);
		}
	}
	return { exercised: exercised || findings.length > 0, findings };
};

function sharedListener(one: Instance, other: Instance): Finding | undefined {
	for (const mine of one.listens) {
		for (const theirs of other.listens) {
			if (mine.port !== theirs.port || !addressesConflict(mine.address, theirs.address)) continue;
			if (!overlap(mine, theirs)) continue;
			const evidence = [listenEvidence(one, mine), listenEvidence(other, theirs)];
			for (const [instance, listen] of [[one, mine] as const, [other, theirs] as const]) {
				if (!Number.isFinite(listen.to)) continue;
				evidence.push({
					t: listen.to,
					text: evidenceTexts.stoppedListening(instance.id, at(listen.address, listen.port)),
				});
			}
			return {
				clause: 'single-instance',
				message: findingMessages.overlap(one.id, other.id, mine.port),
				evidence: inOrder(evidence),
			};
		}
	}
	return undefined;
}

interface Served {
	readonly from: number;
	readonly to: number;
	readonly evidence: Evidence;
}

function sharedService(story: Story, one: Instance, other: Instance): Finding | undefined {
	if (one.port !== other.port) return undefined;
	for (const mine of servedBy(story, one)) {
		for (const theirs of servedBy(story, other)) {
			if (!overlap(mine, theirs)) continue;
			return {
				clause: 'single-instance',
				message: findingMessages.bothReady(one.id, other.id, one.port),
				evidence: inOrder([mine.evidence, theirs.evidence]),
			};
		}
	}
	return undefined;
}

function servedBy(story: Story, instance: Instance): Served[] {
	return instance.readies.flatMap((ready) => {
		if (ready.port !== instance.port) return [];
		const isMeant = (each: Listen) =>
			each.port === ready.port && addressesConflict(each.address, ready.address) && each.to > ready.t;
		const to = instance.listens.find(isMeant)?.to ?? instance.gone?.t ?? story.endsAt;
		return [
			{
				from: ready.t,
				to,
				evidence: { t: ready.t, text: evidenceTexts.ready(instance.id, at(ready.address, ready.port)) },
			},
		];
	});
}

function overlap(one: { from: number; to: number }, other: { from: number; to: number }): boolean {
	return Math.min(one.to, other.to) - Math.max(one.from, other.from) > scanToleranceMs;
}

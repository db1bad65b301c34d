import type { ClauseJudge } from '../clause-judge.ts';
import { endEvidence, inOrder, listenEvidence, quoted, spawnEvidence } from '../evidence.ts';
import type { Finding } from '../finding.ts';
import { hopOf } from '../hop.ts';
import { wasDisruptedBefore } from '../life.ts';
import { lossesOf } from '../losses.ts';
import { at, evidenceTexts, findingMessages } from '../messages.ts';
import { isNearlyInUse, otherPortNamed } from '../refusal.ts';
import { dueStarts } from '../starts.ts';
import type { Instance } from '../story-model.ts';

/** The flag decides the port, and the message names it. */
export const judgePortOverride: ClauseJudge = (story, contract, limits) => {
	const losers = new Set(lossesOf(story, contract, limits).map((each) => each.loser));
	const broken = dueStarts(story, contract, limits).filter((each) => each.isBroken);
	const misled = broken.filter((each) => each.clause === 'port-override');
	const refused = new Set([...losers, ...misled.map((each) => each.instance)]);
	// Another clause answers for these.
	const misplaced = new Set(broken.filter((each) => each.clause !== 'port-override').map((each) => each.instance));
	const findings: Finding[] = [];
	let exercised = false;
	for (const instance of story.instances) {
		const hop = hopOf(story, contract, limits, instance);
		if (hop !== undefined && !misplaced.has(instance)) {
			const say = instance.explicitPort ? findingMessages.hopped : findingMessages.hoppedUntold;
			findings.push(finding(instance, say(instance.id, instance.port, at(hop.address, hop.port))));
		}
		if (!instance.explicitPort) continue;
		const firstListen = instance.listens[0];
		const listened = firstListen !== undefined && !wasDisruptedBefore(instance, firstListen.from);
		exercised ||= listened || (losers.has(instance) && isNearlyInUse(contract, instance));
		const named = hop === undefined && refused.has(instance) ? otherPortNamed(contract, instance) : undefined;
		if (named === undefined) continue;
		const line = { t: named.event.t, text: evidenceTexts.line(instance.id, quoted(named.event.line)) };
		findings.push(finding(instance, findingMessages.otherPortNamed(instance.id, instance.port, named.port), [line]));
	}
	return { exercised: exercised || findings.length > 0, findings };
};

function finding(instance: Instance, message: string, lines: Finding['evidence'] = []): Finding {
	const evidence = [
		spawnEvidence(instance),
		...instance.listens.map((each) => listenEvidence(instance, each)),
		...lines,
		...endEvidence(instance),
	];
	return { clause: 'port-override', message, evidence: inOrder(evidence) };
}

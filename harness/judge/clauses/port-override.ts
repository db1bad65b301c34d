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
	const misled = dueStarts(story, contract, limits).filter((each) => each.isBroken && each.clause === 'port-override');
	const refused = new Set([...losers, ...misled.map((each) => each.instance)]);
	const findings: Finding[] = [];
	let exercised = false;
	for (const instance of story.instances.filter((each) => each.explicitPort)) {
		const firstListen = instance.listens[0];
		const listened = firstListen !== undefined && !wasDisruptedBefore(instance, firstListen.from);
		const isLoser = losers.has(instance);
		exercised ||= listened || (isLoser && isNearlyInUse(contract, instance));
		const hop = hopOf(story, contract, limits, instance);
		if (hop !== undefined) {
			findings.push(finding(instance, findingMessages.hopped(instance.id, instance.port, at(hop.address, hop.port))));
		}
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

import type { Contract } from '../../contract/contract.ts';
import type { ClauseJudge } from '../clause-judge.ts';
import { disturbancesOf, gravestOf } from '../disturbances.ts';
import { inOrder, spawnEvidence } from '../evidence.ts';
import type { Finding } from '../finding.ts';
import { ownListens } from '../life.ts';
import { evidenceTexts, findingMessages } from '../messages.ts';
import { describeStartFailure } from '../start-failure.ts';
import { type DueStart, dueStarts } from '../starts.ts';
import type { Instance, Story } from '../story-model.ts';

/** Gateways with a profile and a port of their own run side by side, and neither notices the other. */
export const judgeIsolatedProfiles: ClauseJudge = (story, contract, limits) => {
	const starts = dueStarts(story, contract, limits).filter((each) => each.neighbour !== undefined);
	const findings: Finding[] = [];
	for (const start of starts) {
		const neighbour = start.neighbour;
		if (neighbour === undefined) continue;
		if (start.isBroken && start.clause === 'isolated-profiles') {
			const failure = describeStartFailure(contract, start);
			findings.push({
				clause: 'isolated-profiles',
				message: findingMessages.neighbourPrevents(neighbour.id, failure.message),
				evidence: inOrder([spawnEvidence(neighbour), ...failure.evidence]),
			});
		}
		const disturbed = disturbedBy(story, contract, neighbour, start);
		if (disturbed !== undefined) findings.push(disturbed);
	}
	return { exercised: starts.length > 0, findings };
};

/** Only what happens during the other's start can come from it. */
function disturbedBy(story: Story, contract: Contract, neighbour: Instance, start: DueStart): Finding | undefined {
	const starter = start.instance;
	const listenedAt = ownListens(starter, contract.host)[0]?.from;
	const until = listenedAt ?? Math.min(starter.spawnedAt + start.limitMs, starter.exited?.t ?? story.endsAt);
	const what = disturbancesOf(story, contract.host, neighbour, { from: starter.spawnedAt, to: until });
	const gravest = gravestOf(what);
	if (gravest === undefined) return undefined;
	return {
		clause: 'isolated-profiles',
		message: findingMessages.neighbourDisturbed(neighbour.id, starter.id, gravest.text),
		evidence: inOrder([
			spawnEvidence(starter),
			...what.map((each) => ({ t: each.t, text: evidenceTexts.disturbed(neighbour.id, each.text) })),
		]),
	};
}

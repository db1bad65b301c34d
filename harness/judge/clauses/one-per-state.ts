import type { ClauseJudge } from '../clause-judge.ts';
import { inOrder, listenEvidence, spawnEvidence } from '../evidence.ts';
import type { Finding } from '../finding.ts';
import { gotInBy, livesOverlap, ownListens } from '../life.ts';
import { findingMessages } from '../messages.ts';
import type { Instance, Listen, Story } from '../story-model.ts';

/** As for one port: a listener that closed and the next one may seem to overlap by one scan. */
const scanToleranceMs = 20;

/** Two instances with the same home never listen at the same time, whatever their ports. */
export const judgeOnePerState: ClauseJudge = (story, contract) => {
	const findings: Finding[] = [];
	let exercised = false;
	for (const [index, one] of story.instances.entries()) {
		for (const other of story.instances.slice(index + 1)) {
			if (one.profile !== other.profile || !livesOverlap(story, one, other)) continue;
			exercised ||= [one, other].some((each) => ownListens(each, contract.host).length > 0);
			// On one port it is `single-instance`.
			const both = one.port === other.port ? undefined : bothListened(story, contract.host, one, other);
			if (both === undefined) continue;
			findings.push({
				clause: 'era:one-per-state',
				message: findingMessages.sharedState(one.id, other.id, one.profile),
				evidence: inOrder([
					spawnEvidence(one),
					spawnEvidence(other),
					listenEvidence(one, both[0]),
					listenEvidence(other, both[1]),
				]),
			});
		}
	}
	return { exercised, findings };
};

/** A try of a start that is refused, to find out who holds the port, makes no second owner. */
function bothListened(
	story: Story,
	host: string,
	one: Instance,
	other: Instance,
): readonly [Listen, Listen] | undefined {
	for (const mine of gotInBy(story, one, host)) {
		const theirs = gotInBy(story, other, host).find(
			(each) => Math.min(mine.to, each.to) - Math.max(mine.from, each.from) > scanToleranceMs,
		);
		if (theirs !== undefined) return [mine, theirs];
	}
	return undefined;
}

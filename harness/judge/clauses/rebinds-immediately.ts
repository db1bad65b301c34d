import type { Contract } from '../../contract/contract.ts';
import type { ClauseJudge } from '../clause-judge.ts';
import { faultEvidence, inOrder, listenEvidence } from '../evidence.ts';
import type { Finding } from '../finding.ts';
import { ownListens } from '../life.ts';
import { findingMessages } from '../messages.ts';
import { describeStartFailure } from '../start-failure.ts';
import { type DueStart, dueStarts } from '../starts.ts';
import type { Instance, Listen } from '../story-model.ts';

/** After any death of the holder the next instance listens within the limit, and it is the new one that listens. */
export const judgeRebindsImmediately: ClauseJudge = (story, contract, limits) => {
	const starts = dueStarts(story, contract, limits).filter((each) => each.context.predecessor !== undefined);
	const judged = starts.filter((each) => !each.isBroken || each.clause === 'rebinds-immediately');
	const findings = judged.flatMap((each) => {
		const dead = each.context.predecessor;
		return each.isBroken && dead !== undefined ? [findingOf(contract, each, dead)] : [];
	});
	return { exercised: judged.length > 0, findings };
};

function findingOf(contract: Contract, start: DueStart, dead: Instance): Finding {
	const failure = describeStartFailure(contract, start);
	const orphan = listensBeyond(dead, contract.host, start.instance.spawnedAt);
	const evidence = inOrder([
		...faultEvidence(dead),
		...(orphan === undefined ? [] : [listenEvidence(dead, orphan)]),
		...failure.evidence,
	]);
	const message =
		orphan === undefined
			? findingMessages.notRebound(dead.id, failure.message)
			: findingMessages.orphanHolds(start.instance.id, orphan.pid, dead.id, start.instance.port);
	return { clause: 'rebinds-immediately', message, evidence };
}

/** A listener that a killed instance's leftover processes still hold. */
function listensBeyond(dead: Instance, host: string, t: number): Listen | undefined {
	return ownListens(dead, host).find((each) => each.from <= t && each.to > t + releaseLagMs);
}

/** A killed process needs a moment to be torn down by the kernel and to be seen so by a scan. */
const releaseLagMs = 250;

import type { ClauseJudge } from '../clause-judge.ts';
import { inOrder } from '../evidence.ts';
import type { Finding } from '../finding.ts';
import { evidenceTexts, findingMessages } from '../messages.ts';
import { describeStartFailure } from '../start-failure.ts';
import { dueStarts } from '../starts.ts';

/** Whatever a companion app's PID guard says, a gateway whose port is free may run. */
export const judgePidGuardIndependent: ClauseJudge = (story, contract, limits) => {
	const starts = dueStarts(story, contract, limits).filter((each) => each.guard !== undefined);
	const findings = starts.flatMap((start): Finding[] => {
		if (!start.isBroken || start.clause !== 'pid-guard-independent') return [];
		const failure = describeStartFailure(contract, start);
		const planted = story.guards.filter((each) => each.t <= start.instance.spawnedAt);
		const paths = planted.map((each) => each.path).join(', ');
		return [
			{
				clause: 'pid-guard-independent',
				message: findingMessages.guardDecides(paths, failure.message),
				evidence: inOrder([
					...planted.map((each) => ({ t: each.t, text: evidenceTexts.guard(each.path, each.pid) })),
					...failure.evidence,
				]),
			},
		];
	});
	return { exercised: starts.length > 0, findings };
};

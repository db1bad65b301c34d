import type { ExitCodeRule } from '../../contract/contract.ts';
import type { ClauseJudge } from '../clause-judge.ts';
import { endEvidence, inOrder, spawnEvidence } from '../evidence.ts';
import type { Finding } from '../finding.ts';
import { lossesOf } from '../losses.ts';
import { findingMessages, howItExited } from '../messages.ts';
import type { Instance } from '../story-model.ts';

/** Each way to end has the exit codes that the contract gives it. Who was killed on top of it says nothing. */
export const judgeExitCode: ClauseJudge = (story, contract, limits) => {
	const refused = lossesOf(story, contract, limits).map((each) => each.loser);
	const stopped = story.instances.filter((each) => !refused.includes(each) && wasStopped(each));
	const ends: Readonly<Record<ExitCodeRule['of'], readonly Instance[]>> = { refused, stopped };
	const judged = (contract.exitCodes ?? []).flatMap((rule) =>
		ends[rule.of].filter((each) => each.exited?.code != null).map((instance) => ({ rule, instance })),
	);
	return {
		exercised: judged.length > 0,
		findings: judged.flatMap(({ rule, instance }) =>
			rule.codes.includes(instance.exited?.code ?? -1) ? [] : [findingOf(rule, instance)],
		),
	};
};

/** Asked to stop after it had come to listen; before that the signal's default decides. */
function wasStopped(instance: Instance): boolean {
	const listenedAt = instance.listens[0]?.from ?? Number.POSITIVE_INFINITY;
	const faults = instance.faults.filter((each) => each.effect !== 'thaw' && each.firedAt !== undefined);
	return (
		faults.length > 0 &&
		faults.every(
			(each) => each.effect === 'graceful-stop' && (each.firedAt ?? 0) > listenedAt && each.provedAt !== undefined,
		)
	);
}

function findingOf(rule: ExitCodeRule, instance: Instance): Finding {
	return {
		clause: 'era:exit-code',
		message: findingMessages.wrongExitCode(instance.id, rule.of, howItExited(instance.exited), rule.codes),
		evidence: inOrder([spawnEvidence(instance), ...endEvidence(instance)]),
	};
}

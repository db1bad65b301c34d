import { provedBindFailures } from '../bind-failures.ts';
import type { ClauseJudge } from '../clause-judge.ts';
import { inOrder } from '../evidence.ts';
import type { Finding } from '../finding.ts';
import { findingMessages } from '../messages.ts';
import { bindFailedMessage, whatWasSaid } from '../refusal.ts';
import { difference, messageEvidence, nothingSaid } from '../refusal-message.ts';

/** Every bind failure but EADDRINUSE is told as such, with a cause after the colon. */
export const judgeExactErrorBindFailed: ClauseJudge = (story, contract) => {
	const failures = provedBindFailures(story);
	const findings = failures.flatMap(({ instance, fault }): Finding[] => {
		const expected = bindFailedMessage(contract, instance.port);
		const said = whatWasSaid(instance, expected);
		if (said.exact !== undefined) return [];
		return [
			{
				clause: 'exact-error-bind-failed',
				message: findingMessages.bindFailedNotExact(instance.id, fault.name, nothingSaid(said)),
				evidence: inOrder(messageEvidence(instance, said)),
				...difference(`${expected.text}…`, said),
			},
		];
	});
	return { exercised: failures.length > 0, findings };
};

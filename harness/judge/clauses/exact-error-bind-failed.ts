import { provedBindFailures } from '../bind-failures.ts';
import type { ClauseJudge } from '../clause-judge.ts';
import { inOrder } from '../evidence.ts';
import type { Finding } from '../finding.ts';
import { findingMessages } from '../messages.ts';
import { bindFailedMessage, otherCauseSaid, whatWasSaid } from '../refusal.ts';
import { bothCausesEvidence, difference, messageEvidence, nothingSaid } from '../refusal-message.ts';

const clause = 'exact-error-bind-failed';

/** Every bind failure but EADDRINUSE is told as such, with a cause after the colon, and not as a port in use besides. */
export const judgeExactErrorBindFailed: ClauseJudge = (story, contract) => {
	const failures = provedBindFailures(story);
	const findings = failures.flatMap(({ instance, fault }): Finding[] => {
		const expected = bindFailedMessage(contract, instance.port);
		const said = whatWasSaid(instance, expected);
		if (said.exact !== undefined) {
			const other = otherCauseSaid(contract, instance, 'bindFailed');
			if (other === undefined) return [];
			const message = findingMessages.bindFailedAndOtherCause(instance.id, fault.name);
			return [{ clause, message, evidence: bothCausesEvidence(instance, said.exact, other) }];
		}
		return [
			{
				clause,
				message: findingMessages.bindFailedNotExact(instance.id, fault.name, nothingSaid(said)),
				evidence: inOrder(messageEvidence(instance, said)),
				...difference(`${expected.text}…`, said),
			},
		];
	});
	return { exercised: failures.length > 0, findings };
};

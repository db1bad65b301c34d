import type { Contract } from '../contract/contract.ts';
import { endEvidence, inOrder, listenEvidence, spawnEvidence } from './evidence.ts';
import type { Finding } from './finding.ts';
import { at, findingMessages, howItExited } from './messages.ts';
import type { DueStart } from './starts.ts';
import type { Instance } from './story-model.ts';

/** What happened instead of listening in time, in words; a timeout alone is not a verdict. */
export function describeStartFailure(contract: Contract, start: DueStart): Pick<Finding, 'message' | 'evidence'> {
	const { instance, outcome } = start;
	const involved = start.context.kind === 'contended' ? [instance, ...start.context.rivals] : [instance];
	const evidence = involved.flatMap((each) => [
		spawnEvidence(each),
		...each.listens.map((listen) => listenEvidence(each, listen)),
		...endEvidence(each),
	]);
	const isGroup = involved.length > 1 && outcome.kind !== 'late';
	const message = isGroup
		? findingMessages.noneListening(involved.map((each) => each.id).join(', '), at(contract.host, instance.port))
		: messageOf(contract, instance, start);
	return { message, evidence: inOrder(evidence) };
}

function messageOf(contract: Contract, instance: Instance, { outcome, limitMs }: DueStart): string {
	const address = at(contract.host, instance.port);
	switch (outcome.kind) {
		case 'exited':
			if (outcome.tried !== undefined) {
				const { address: triedAt, port, from, to } = outcome.tried;
				return findingMessages.exitedAfterATry(instance.id, at(triedAt, port), to - from, howItExited(instance.exited));
			}
			return findingMessages.exitedInsteadOfListening(instance.id, instance.port, howItExited(instance.exited));
		case 'elsewhere': {
			const elsewhere = outcome.listens.map((each) => at(each.address, each.port)).join(' and ');
			return findingMessages.elsewhereInsteadOfListening(instance.id, address, elsewhere);
		}
		case 'late':
			return findingMessages.lateListening(instance.id, address, outcome.span, limitMs);
		case 'silent':
			return findingMessages.silentInsteadOfListening(instance.id, address, outcome.span, limitMs);
		case 'in-time':
		case 'not-observed':
			return '';
	}
}

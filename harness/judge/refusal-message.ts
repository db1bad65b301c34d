import type { ClauseId } from '../contract/clause-ids.ts';
import type { Contract } from '../contract/contract.ts';
import type { EventOf } from '../timeline/events.ts';
import type { Judgement } from './clause-judge.ts';
import { endEvidence, inOrder, listenEvidence, occupantEvidence, quoted, spawnEvidence } from './evidence.ts';
import type { Finding } from './finding.ts';
import { ownListens } from './life.ts';
import type { Loss } from './losses.ts';
import { evidenceTexts, findingMessages } from './messages.ts';
import { isNearlyInUse, otherCauseSaid, refusalMessage, type Said, whatWasSaid } from './refusal.ts';
import type { Instance } from './story-model.ts';

/** Whether each loser that ended, or said something of the kind, said exactly the message and no other cause beside it. */
export function judgeRefusalMessages(clause: ClauseId, contract: Contract, losses: readonly Loss[]): Judgement {
	const judged = losses.filter(
		({ loser }) => loser.exited !== undefined || loser.gone !== undefined || isNearlyInUse(contract, loser),
	);
	const findings = judged.flatMap((loss): Finding[] => {
		const expected = refusalMessage(contract, loss.loser, loss.holders);
		const said = whatWasSaid(loss.loser, expected);
		const holders = [...loss.holders, ...loss.occupants].map((each) => each.id).join(' and ');
		if (said.exact !== undefined) {
			const other = otherCauseSaid(contract, loss.loser, 'inUse');
			if (other === undefined) return [];
			const message = findingMessages.lostAndOtherCause(loss.loser.id, holders);
			return [{ clause, message, evidence: bothCausesEvidence(loss.loser, said.exact, other) }];
		}
		return [
			{
				clause,
				message: findingMessages.notExact(loss.loser.id, holders, nothingSaid(said)),
				evidence: inOrder([
					...loss.holders.flatMap((each) => ownListens(each, contract.host).map((it) => listenEvidence(each, it))),
					...loss.occupants.map(occupantEvidence),
					...messageEvidence(loss.loser, said),
				]),
				...difference(expected.text, said),
			},
		];
	});
	return { exercised: judged.length > 0, findings };
}

/** The lines by which one end is told with two causes; one line may say both. */
export function bothCausesEvidence(
	instance: Instance,
	right: EventOf<'output'>,
	other: EventOf<'output'>,
): Finding['evidence'] {
	return inOrder([
		spawnEvidence(instance),
		...[...new Set([right, other])].map(({ t, line }) => ({ t, text: evidenceTexts.line(instance.id, quoted(line)) })),
		...endEvidence(instance),
	]);
}

/** The instance's life around the line that came nearest. */
export function messageEvidence(instance: Instance, { nearest }: Said): Finding['evidence'] {
	const evidence = [spawnEvidence(instance), ...endEvidence(instance)];
	if (nearest === undefined) return evidence;
	return [...evidence, { t: nearest.event.t, text: evidenceTexts.line(instance.id, quoted(nearest.event.line)) }];
}

export function difference(expected: string, { nearest }: Said): Pick<Finding, 'expected' | 'actual'> {
	return nearest === undefined ? { expected } : { expected, actual: quoted(nearest.text) };
}

export function nothingSaid({ nearest }: Said): string {
	return nearest === undefined ? findingMessages.saidNothing : '';
}

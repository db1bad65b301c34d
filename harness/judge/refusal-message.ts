import type { ClauseId } from '../contract/clause-ids.ts';
import type { Contract } from '../contract/contract.ts';
import type { Judgement } from './clause-judge.ts';
import { endEvidence, inOrder, listenEvidence, occupantEvidence, quoted, spawnEvidence } from './evidence.ts';
import type { Finding } from './finding.ts';
import { ownListens } from './life.ts';
import type { Loss } from './losses.ts';
import { evidenceTexts, findingMessages } from './messages.ts';
import { inUseMessage, isNearlyInUse, type Said, whatWasSaid } from './refusal.ts';
import type { Instance } from './story-model.ts';

/** Whether each loser that ended, or said something of the kind, said exactly the message. */
export function judgeRefusalMessages(clause: ClauseId, contract: Contract, losses: readonly Loss[]): Judgement {
	const judged = losses.filter(
		({ loser }) => loser.exited !== undefined || loser.gone !== undefined || isNearlyInUse(contract, loser),
	);
	const findings = judged.flatMap((loss): Finding[] => {
		const expected = inUseMessage(contract, loss.loser.port);
		const said = whatWasSaid(loss.loser, expected);
		if (said.exact !== undefined) return [];
		const holders = [...loss.holders, ...loss.occupants].map((each) => each.id).join(' and ');
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

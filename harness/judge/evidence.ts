import { sinceSpawn } from './elapsed.ts';
import { plainLine } from './exact-message.ts';
import type { Evidence } from './finding.ts';
import { at, evidenceTexts, howItExited } from './messages.ts';
import type { Instance, Listen, Occupant } from './story-model.ts';

/** Longest quotation from a gateway's output or files; a hostile line has megabytes. */
const maxQuotedCharacters = 400;

export function quoted(text: string): string {
	const plain = plainLine(text.slice(0, maxQuotedCharacters * 4)).trim();
	return plain.length > maxQuotedCharacters ? `${plain.slice(0, maxQuotedCharacters)}…` : plain;
}

export function spawnEvidence(instance: Instance): Evidence {
	return { t: instance.spawnedAt, text: evidenceTexts.spawned(instance.id, instance.port) };
}

export function listenEvidence(instance: Instance, listen: Listen): Evidence {
	const span = sinceSpawn(instance, listen.from, listen.starvedMs);
	return {
		t: listen.from,
		text: evidenceTexts.listening(instance.id, at(listen.address, listen.port), listen.pid, span),
	};
}

export function occupantEvidence(occupant: Occupant): Evidence {
	const text = evidenceTexts.occupant(occupant.id, occupant.kind, at(occupant.address, occupant.port));
	return { t: occupant.from, text };
}

/** How it went on with an instance: its faults, its end or what it was waited for, its last words. */
export function endEvidence(instance: Instance): Evidence[] {
	const { id, exited, gone } = instance;
	const evidence: Evidence[] = faultEvidence(instance);
	for (const each of instance.gaveUps) {
		const span = sinceSpawn(instance, each.t, each.starvedMs);
		evidence.push({ t: each.t, text: evidenceTexts.gaveUp(id, each.waitedFor, each.state, span) });
	}
	if (exited !== undefined) evidence.push({ t: exited.t, text: evidenceTexts.exited(id, howItExited(exited)) });
	else if (gone !== undefined) evidence.push({ t: gone.t, text: evidenceTexts.gone(id) });
	const last = instance.lines.findLast((each) => quoted(each.line) !== '');
	if (last !== undefined) evidence.push({ t: last.t, text: evidenceTexts.lastLine(id, quoted(last.line)) });
	return evidence;
}

export function faultEvidence(instance: Instance): Evidence[] {
	return instance.faults.flatMap((fault) =>
		fault.firedAt === undefined ? [] : [{ t: fault.firedAt, text: evidenceTexts.faultFired(instance.id, fault.name) }],
	);
}

export function inOrder<T extends Evidence>(evidence: readonly T[]): T[] {
	return evidence.toSorted((one, other) => one.t - other.t);
}

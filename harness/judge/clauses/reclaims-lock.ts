import { matchesGlob } from 'node:path/posix';
import type { Contract } from '../../contract/contract.ts';
import type { AuditEntry, EventOf } from '../../timeline/events.ts';
import type { ClauseJudge } from '../clause-judge.ts';
import { inOrder, listenEvidence, quoted } from '../evidence.ts';
import type { Finding } from '../finding.ts';
import { wasKilled } from '../last-run.ts';
import { ownListens } from '../life.ts';
import { evidenceTexts, findingMessages } from '../messages.ts';
import type { Instance, Story } from '../story-model.ts';

/** What the crash of one may leave names its owner; once the next one listens it names that one, or is gone. */
export const judgeReclaimsLock: ClauseJudge = (story, contract) => {
	const findings = new Map<string, Finding>();
	let exercised = false;
	for (const audit of story.audits) {
		for (const successor of story.instances) {
			const crashed = crashedBefore(story, contract, successor, audit);
			if (crashed.length === 0) continue;
			exercised = true;
			for (const entry of audit.entries.filter((each) => mayStay(contract, each))) {
				if (!namesOnly(entry, crashed, successor) || findings.has(entry.path)) continue;
				findings.set(entry.path, findingOf(contract, audit, entry, successor));
			}
		}
	}
	return { exercised, findings: [...findings.values()] };
};

/** Those of the same home and port that were killed before `successor` listened; none when it did not, or not yet. */
function crashedBefore(
	story: Story,
	contract: Contract,
	successor: Instance,
	audit: EventOf<'audit'>,
): readonly Instance[] {
	const listenedAt = ownListens(successor, contract.host)[0]?.from ?? Number.POSITIVE_INFINITY;
	if (listenedAt > audit.t) return [];
	return story.instances.filter(
		(each) =>
			each !== successor &&
			each.profile === successor.profile &&
			each.port === successor.port &&
			wasKilled(each) &&
			each.gone !== undefined &&
			each.gone.t <= successor.spawnedAt,
	);
}

function mayStay(contract: Contract, entry: AuditEntry): boolean {
	return contract.allowedLeftovers.some((each) => each.after !== undefined && matchesGlob(entry.path, each.glob));
}

function namesOnly(entry: AuditEntry, crashed: readonly Instance[], successor: Instance): boolean {
	const named = [...entry.deadPidsNamed, ...entry.livePidsNamed];
	const dead = new Set(crashed.flatMap(pidsOf));
	for (const pid of pidsOf(successor)) dead.delete(pid);
	return named.length > 0 && named.every((pid) => dead.has(pid));
}

function pidsOf(instance: Instance): number[] {
	return [instance.pid, ...instance.processes.map((each) => each.pid), ...instance.listens.map((each) => each.pid)];
}

function findingOf(contract: Contract, audit: EventOf<'audit'>, entry: AuditEntry, successor: Instance): Finding {
	const listens = ownListens(successor, contract.host).map((each) => listenEvidence(successor, each));
	return {
		clause: 'era:reclaims-lock',
		message: findingMessages.notReclaimed(entry.path, successor.id),
		evidence: inOrder([
			...listens,
			{ t: audit.t, text: evidenceTexts.entry(entry.path, entry.kind) },
			...(entry.content === undefined ? [] : [{ t: audit.t, text: evidenceTexts.content(quoted(entry.content)) }]),
		]),
	};
}

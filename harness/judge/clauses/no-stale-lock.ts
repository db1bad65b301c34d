import { matchesGlob } from 'node:path/posix';
import { databaseLocksIn } from '../../contract/database-locks.ts';
import { lockLikeReason } from '../../contract/lock-like.ts';
import type { AuditEntry, EventOf, KernelLock } from '../../timeline/events.ts';
import type { ClauseJudge } from '../clause-judge.ts';
import { faultEvidence, inOrder, quoted } from '../evidence.ts';
import type { Evidence, Finding } from '../finding.ts';
import { lastRunEnds } from '../last-run.ts';
import { evidenceTexts, findingMessages } from '../messages.ts';
import type { Story } from '../story-model.ts';

/** When no instance lives, nothing that names or represents a lock is left. One finding a path, however often seen. */
export const judgeNoStaleLock: ClauseJudge = (story, contract) => {
	const quiet = story.audits.filter((audit) => {
		return (
			audit.alive.length === 0 && story.instances.some((each) => each.gone !== undefined && each.gone.t <= audit.t)
		);
	});
	const isAllowed = (path: string, t: number) =>
		contract.allowedLeftovers.some((each) => {
			if (!matchesGlob(path, each.glob)) return false;
			return each.after === undefined || each.after.some((end) => lastRunEnds(story, path, t).has(end));
		});
	const findings = new Map<string, Finding>();
	for (const audit of quiet) {
		const databaseLocks = databaseLocksIn(audit.entries.map(({ path }) => path));
		for (const entry of audit.entries) {
			if (!entry.isNew || findings.has(entry.path) || isAllowed(entry.path, audit.t) || isPlanted(story, entry))
				continue;
			const reason = lockLikeReason(entry, databaseLocks);
			if (reason !== null) findings.set(entry.path, leftoverFinding(story, audit, entry, reason));
		}
		for (const lock of audit.kernelLocks) {
			const key = `${lock.kind} ${lock.what}`;
			if (!findings.has(key) && !isAllowed(lock.what, audit.t))
				findings.set(key, kernelLockFinding(story, audit, lock));
		}
	}
	// A walk that ended at a bound has not seen everything: it can accuse, but not acquit.
	return { exercised: quiet.some((audit) => !audit.truncated), findings: [...findings.values()] };
};

/** The harness's own PID guard, as it was planted. */
function isPlanted(story: Story, entry: AuditEntry): boolean {
	return story.guards.some(
		(guard) =>
			(guard.path === entry.path || guard.path.endsWith(`/${entry.path}`)) &&
			(entry.content === undefined || entry.content.trim() === (guard.content ?? String(guard.pid)).trim()),
	);
}

function leftoverFinding(story: Story, audit: EventOf<'audit'>, entry: AuditEntry, reason: string): Finding {
	const evidence = [
		...deathBefore(story, audit.t),
		{ t: audit.t, text: evidenceTexts.audit },
		{ t: audit.t, text: evidenceTexts.entry(entry.path, entry.kind) },
	];
	if (entry.content !== undefined && entry.content !== '') {
		evidence.push({ t: audit.t, text: evidenceTexts.content(quoted(entry.content)) });
	}
	const message = findingMessages.leftover(entry.path, entry.kind, reason);
	return { clause: 'no-stale-lock', message, evidence };
}

function kernelLockFinding(story: Story, audit: EventOf<'audit'>, lock: KernelLock): Finding {
	return {
		clause: 'no-stale-lock',
		message: findingMessages.kernelLock(lock.kind, lock.what, lock.pid),
		evidence: [
			...deathBefore(story, audit.t),
			{ t: audit.t, text: evidenceTexts.audit },
			{ t: audit.t, text: evidenceTexts.kernelLock(lock.kind, lock.what) },
		],
	};
}

/** How the last instance ended before the audit. */
function deathBefore(story: Story, t: number): Evidence[] {
	const dead = story.instances.filter((each) => each.gone !== undefined && each.gone.t <= t);
	const last = dead.toSorted((one, other) => (one.gone?.t ?? 0) - (other.gone?.t ?? 0)).at(-1);
	if (last?.gone === undefined) return [];
	return inOrder([...faultEvidence(last), { t: last.gone.t, text: evidenceTexts.gone(last.id) }]);
}

import { rmSync } from 'node:fs';
import path from 'node:path';
import { databaseLocksIn } from '../contract/database-locks.ts';
import { lockLikeReason } from '../contract/lock-like.ts';
import { sigkill } from '../faults/signals.ts';
import type { Instance } from '../gateway/instance.ts';
import type { Finding } from '../judge/finding.ts';
import { isLockout, lockoutKind } from './crash-findings.ts';
import type { Lockout } from './judged.ts';
import { lockoutTexts } from './messages.ts';

/** Tries are made when twice the time since the death has passed: few starts bound a lockout of any length. */
const growth = 2;
/** A gateway which gives up at once is not started hundreds of times. */
const shortestPauseMs = 100;

/** A line that says why; builds print advice after it. */
const reasonGiven = /\block|already|in use|failed|error/i;

export interface LockoutOptions {
	readonly findings: readonly Finding[];
	/** When everything died, on the record's clock. */
	readonly diedAt: number;
	/** How long a lockout is followed, in milliseconds. */
	readonly patienceMs: number;
	/** Kinds of lockouts whose length is known; see `lockoutKind`. */
	readonly knownLockouts: readonly string[];
}

/** The verdict on a start that did not serve stands: now how long that lasts, and what ends it, unless an equal one was measured. */
export async function lockoutOf(first: Instance, options: LockoutOptions): Promise<Lockout> {
	const said = first.lines.findLast((line) => reasonGiven.test(line)) ?? first.lines.at(-1) ?? null;
	const kinds = options.findings.filter(isLockout).map((finding) => lockoutKind(finding, said));
	const isKnown = kinds.length > 0 && kinds.every((kind) => options.knownLockouts.includes(kind));
	return { said, measured: isKnown ? null : await followLockout(first, options) };
}

async function followLockout(first: Instance, { diedAt, patienceMs }: LockoutOptions): Promise<Lockout['measured']> {
	const { arena } = first;
	const sinceDeath = () => Math.round(arena.recorder.now() - diedAt);
	if (!first.gone) await first.inject(sigkill);
	let starts = 1;
	let refusedMs = sinceDeath();
	// The first start may take longer than the patience: what a try at its end would say is asked before a hand helps.
	for (let triedMs = 0; triedMs < patienceMs; ) {
		const pauseMs = Math.min(growth * sinceDeath(), patienceMs) - sinceDeath();
		await new Promise((resolve) => setTimeout(resolve, Math.max(shortestPauseMs, pauseMs)));
		triedMs = sinceDeath();
		starts++;
		if (await startsNow(first)) {
			const lockedOutMs = sinceDeath();
			return { refusedMs, lockedOutMs, starts, endedBy: lockoutTexts.byItself(starts, lockedOutMs) };
		}
		refusedMs = sinceDeath();
	}
	const lockedOutMs = sinceDeath();
	arena.audit();
	const audit = arena.recorder.events.findLast((event) => event.type === 'audit');
	const entries = audit?.type === 'audit' ? audit.entries : [];
	const databaseLocks = databaseLocksIn(entries.map((entry) => entry.path));
	const marks = entries.filter((entry) => lockLikeReason(entry, databaseLocks) !== null);
	for (const mark of marks) rmSync(path.join(arena.folder, mark.path), { recursive: true, force: true });
	const endedBy =
		marks.length > 0 && (await startsNow(first))
			? lockoutTexts.byRemoving(marks.map((mark) => mark.path))
			: lockoutTexts.notEnded(lockedOutMs);
	return { refusedMs, lockedOutMs, starts, endedBy };
}

async function startsNow({ arena }: Instance): Promise<boolean> {
	const next = await arena.start();
	const isReady = next.ready;
	if (!next.gone) await next.inject(sigkill);
	return isReady;
}

import { rmSync } from 'node:fs';
import path from 'node:path';
import { databaseLocksIn } from '../contract/database-locks.ts';
import { lockLikeReason } from '../contract/lock-like.ts';
import { sigkill } from '../faults/signals.ts';
import type { Instance } from '../gateway/instance.ts';
import type { Finding } from '../judge/finding.ts';
import { isLockout, lockoutKind, withoutNumbers } from './crash-findings.ts';
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
	/** Whether the start that did not serve was under a tracer. */
	readonly isTraced: boolean;
	/** Kinds of lockouts whose length is known; see `lockoutKind`. */
	readonly knownLockouts: readonly string[];
}

/**
 * The verdict on a start that did not serve stands: now how long that lasts, and what ends it, unless an equal one was
 * measured.
 *
 * @returns Null when the first start was traced and the next one, which is not, does not say the same: then the tracer
 * may have had a part in it.
 */
export async function lockoutOf(first: Instance, options: LockoutOptions): Promise<Lockout | null> {
	const said = reasonIn(first);
	const kinds = options.findings.filter(isLockout).map((finding) => lockoutKind(finding, said));
	const isKnown = kinds.length > 0 && kinds.every((kind) => options.knownLockouts.includes(kind));
	if (isKnown) return { said, measured: null };
	if (options.isTraced && first.exit === null) return null;
	const measured = await followLockout(first, options);
	return measured === null ? null : { said, measured };
}

/** Why a start did not come to serve, as it says; null when it says nothing. */
function reasonIn({ lines }: Instance): string | null {
	return lines.findLast((line) => reasonGiven.test(line)) ?? lines.at(-1) ?? null;
}

async function followLockout(first: Instance, options: LockoutOptions): Promise<Lockout['measured']> {
	const { diedAt, patienceMs, isTraced } = options;
	const { arena } = first;
	const sinceDeath = () => Math.round(arena.recorder.now() - diedAt);
	if (!first.gone) await first.inject(sigkill);
	let starts = 1;
	let refusedMs = sinceDeath();
	// The first start may take longer than the patience: what a try at its end would say is asked before a hand helps.
	for (let triedMs = 0; triedMs < patienceMs; ) {
		// Whether a tracer had a part in the refusal shows at once or, when the lockout is over by then, never.
		const isAsking = isTraced && starts === 1;
		const pauseMs = isAsking ? 0 : Math.min(growth * sinceDeath(), patienceMs) - sinceDeath();
		await new Promise((resolve) => setTimeout(resolve, Math.max(shortestPauseMs, pauseMs)));
		triedMs = sinceDeath();
		starts++;
		const next = await startNow(first);
		if (isTraced && starts === 2 && !(next.isRefused && sameReason(next.reason, reasonIn(first)))) return null;
		if (next.isReady) {
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
		marks.length > 0 && (await startNow(first)).isReady
			? lockoutTexts.byRemoving(marks.map((mark) => mark.path))
			: lockoutTexts.notEnded(lockedOutMs);
	return { refusedMs, lockedOutMs, starts, endedBy };
}

function sameReason(...reasons: readonly (string | null)[]): boolean {
	return new Set(reasons.map((reason) => withoutNumbers(reason ?? ''))).size === 1;
}

/** One more start, and its end. */
async function startNow({ arena }: Instance): Promise<{ isReady: boolean; isRefused: boolean; reason: string | null }> {
	const next = await arena.start();
	const came = { isReady: next.ready, isRefused: !next.ready && next.exit !== null, reason: reasonIn(next) };
	if (!next.gone) await next.inject(sigkill);
	return came;
}

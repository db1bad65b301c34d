import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { databaseLocksIn } from '../contract/database-locks.ts';
import { lockLikeReason } from '../contract/lock-like.ts';
import { sigkill, sigterm } from '../faults/signals.ts';
import type { Instance } from '../gateway/instance.ts';
import { judge } from '../judge/judge.ts';
import { verdictOf } from '../judge/verdict.ts';
import { isAlive, readStat } from '../observe/proc.ts';
import { parseTrace } from '../syscalls/parse.ts';
import { agreeOn, type CrashState, type ReadSet } from './crash-state.ts';
import type { Judged, Lockout } from './judged.ts';
import { judgedTexts, lockoutTexts } from './messages.ts';
import { lookingCalls, readSetOf } from './read-set.ts';
import { Camera } from './snapshot.ts';
import { stateOf } from './state-of.ts';
import type { World } from './world.ts';

export interface JudgeOptions {
	readonly blobs: string;
	/** Record what the first start looks at. */
	readonly isTraced: boolean;
	/** States after a recovery from which the rest of the story is known already. */
	readonly knownAfter: readonly CrashState[];
	/** How long a lockout is followed, in milliseconds. */
	readonly patienceMs: number;
}

/**
 * Goes on from a world in which everything is dead: a start, which must recover; beside it a second one, which must
 * lose; a shutdown. The record is judged by the whole contract. Closes the world.
 */
export async function judgeWorld(world: World, options: JudgeOptions): Promise<Judged> {
	const { arena, ownClauses } = world;
	const startsBefore = arena.instances.length;
	const diedAt = arena.recorder.now();
	if (arena.recorder.events.some((event) => event.type === 'gone')) arena.audit();
	const file = path.join(arena.folder, 'control', 'recovery.strace');
	const traceOnly = { file, calls: lookingCalls, showsPaths: true, isFast: true };
	const first = await arena.start(options.isTraced ? { traceOnly } : {});
	const readSet = options.isTraced ? readTrace(world, file) : null;
	let after: CrashState | null = null;
	if (first.ready) {
		after = freeze(first, () => new Camera(arena.folder, world.baseline, options.blobs).take(stateOf(arena)));
		const now = after;
		const isKnown = readSet !== null && options.knownAfter.some((known) => agreeOn(known, now, readSet));
		if (!isKnown) await theRest(first);
	}
	arena.recorder.add({ type: 'case-ended' });
	const events = [...arena.recorder.events];
	const clauses = judge(events, arena.contract, { limits: arena.context.limits, ownClauses });
	const reused = arena.legacyPids.filter((pid) => isAlive(pid, readStat(pid)?.startTicks ?? -1));
	const { verdict, reason } =
		reused.length > 0
			? { verdict: 'invalid' as const, reason: judgedTexts.pidReused(reused) }
			: verdictOf(events, [], clauses, { ownClauses });
	// What a tracer slowed down is started again without one; there the lockout is followed.
	const lockout = first.ready || options.isTraced ? null : await followLockout(first, diedAt, options);
	const judged: Judged = {
		verdict,
		clauses,
		...(reason === undefined ? {} : { reason }),
		outcome: outcomeOf(first),
		readSet: readSet === null ? null : [...readSet].map(([place, aspects]) => [place, [...aspects]]),
		after,
		starts: arena.instances.length - startsBefore,
		lockout,
		folder: path.join('cases', world.caseId),
	};
	await arena.close();
	const caseFile = path.join(arena.context.runFolder, judged.folder, 'case.json');
	const { readSet: _, after: __, ...told } = judged;
	writeFileSync(caseFile, `${JSON.stringify({ id: world.caseId, ...told }, null, '\t')}\n`);
	return judged;
}

async function theRest(holder: Instance): Promise<void> {
	await holder.arena.start();
	if (!holder.gone) await holder.inject(sigterm);
}

function readTrace({ paths }: World, file: string): ReadSet | null {
	return existsSync(file) ? readSetOf(parseTrace(readFileSync(file, 'utf8')), paths) : null;
}

/** Does something while no process of the instance runs. */
function freeze<T>(instance: Instance, look: () => T): T {
	const pids = instance.processes('tree').map(({ pid }) => pid);
	for (const pid of pids) trySignal(pid, 'SIGSTOP');
	const until = performance.now() + 50;
	while (performance.now() < until && pids.some((pid) => !'TtZX'.includes(readStat(pid)?.state ?? 'X')));
	try {
		return look();
	} finally {
		for (const pid of pids) trySignal(pid, 'SIGCONT');
	}
}

function trySignal(pid: number, name: 'SIGSTOP' | 'SIGCONT'): void {
	try {
		process.kill(pid, name);
	} catch {
		// It has ended.
	}
}

/** Pauses between two tries grow, so that a gateway which gives up at once is not started hundreds of times. */
const firstPauseMs = 100;
const longestPauseMs = 2_000;

/** A line that says why; builds print advice after it. */
const reasonGiven = /\block|already|in use|failed|error/i;

/** The verdict stands: now how long it lasts, and what ends it. */
async function followLockout(first: Instance, diedAt: number, { patienceMs }: JudgeOptions): Promise<Lockout> {
	const { arena } = first;
	const sinceDeath = () => Math.round(arena.recorder.now() - diedAt);
	const said = first.lines.findLast((line) => reasonGiven.test(line)) ?? first.lines.at(-1) ?? null;
	if (!first.gone) await first.inject(sigkill);
	let starts = 1;
	for (let pauseMs = firstPauseMs; sinceDeath() < patienceMs; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
		await new Promise((resolve) => setTimeout(resolve, pauseMs));
		starts++;
		if (await startsNow(first)) {
			return { lockedOutMs: sinceDeath(), starts, said, endedBy: lockoutTexts.byItself(starts, sinceDeath()) };
		}
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
	return { lockedOutMs, starts, said, endedBy };
}

async function startsNow({ arena }: Instance): Promise<boolean> {
	const next = await arena.start();
	const isReady = next.ready;
	if (!next.gone) await next.inject(sigkill);
	return isReady;
}

function outcomeOf(first: Instance): Judged['outcome'] {
	if (first.ready) return 'ready';
	return first.exit === null ? 'alive' : 'exited';
}

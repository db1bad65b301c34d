import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { sigterm } from '../faults/signals.ts';
import type { Instance } from '../gateway/instance.ts';
import type { ClauseResult, Finding } from '../judge/finding.ts';
import { judge } from '../judge/judge.ts';
import { sameness } from '../judge/sameness.ts';
import { verdictOf } from '../judge/verdict.ts';
import { isAlive, readStat } from '../observe/proc.ts';
import type { Timeline, TimelineEvent } from '../timeline/events.ts';
import { findingsIn } from './crash-findings.ts';
import { type CrashState, isSameBut } from './crash-state.ts';
import { type Judged, type Looks, startClauses, timedClauses } from './judged.ts';
import { linksIn, throughLinks } from './links.ts';
import { lockoutOf } from './lockout.ts';
import type { MaskSubject } from './masks.ts';
import { judgedTexts } from './messages.ts';
import { appendedOnlyIn, lookingCalls, looksIn } from './read-set.ts';
import { readConcerning } from './record-calls.ts';
import { Camera } from './snapshot.ts';
import { StateError } from './state-error.ts';
import { stateOf } from './state-of.ts';
import { trySignal } from './try-signal.ts';
import type { World } from './world.ts';

export interface JudgeOptions {
	/** What lies in the arena before the start. */
	readonly state: CrashState;
	readonly blobs: string;
	/** Record what the first start looks at. */
	readonly isTraced: boolean;
	/** What each traced call is known to cost a start; one that is later than that explains is made again without a tracer. */
	readonly tracerCostMsPerCall: number;
	/** States after a recovery from which the rest of the story is known already. */
	readonly knownAfter: readonly CrashState[];
	/** Files to which starts only append: what they hold makes no other state after a recovery. */
	readonly logs: readonly string[];
	/** Kinds of lockouts whose length is known; see `lockoutKind`. */
	readonly knownLockouts: readonly string[];
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
	const traceOnly = { file, calls: lookingCalls, showsPaths: true, isFast: true, isPatient: true };
	const first = await arena.start(options.isTraced ? { traceOnly } : {});
	const trace = options.isTraced ? readTrace(world, file, options.state) : null;
	const looks = trace?.looks ?? null;
	let after: CrashState | null = null;
	let restOf: number | null = null;
	let restAt: number | null = null;
	const judgeIt = (timeline: Timeline) => judge(timeline, arena.contract, { limits: arena.context.limits, ownClauses });
	const isMadeAgain = () =>
		(lateIn(arena.recorder.events, first, judgeIt)?.startByMs ?? 0) >
		options.tracerCostMsPerCall * (trace?.callCount ?? 0);
	if (first.ready) {
		after = freeze(first, () => takeOrNull(new Camera(arena.folder, world.baseline, options.blobs), stateOf(arena)));
		restOf = after === null ? null : knownIn(options, after, looks);
		// Of a traced start that is made again, only what it looked at counts.
		if (restOf === null && !(options.isTraced && isMadeAgain())) {
			restAt = arena.recorder.events.length;
			await theRest(first);
		}
	}
	arena.recorder.add({ type: 'case-ended' });
	const events = [...arena.recorder.events];
	const clauses = judgeIt(events);
	const reused = arena.legacyPids.filter((pid) => isAlive(pid, readStat(pid)?.startTicks ?? -1));
	const { verdict, reason } =
		reused.length > 0
			? { verdict: 'invalid' as const, reason: judgedTexts.pidReused(reused) }
			: verdictOf(events, [], clauses, { ownClauses });
	const lockout = first.ready ? null : await lockoutOf(first, { ...options, diedAt, findings: findingsIn(clauses) });
	const judged: Judged = {
		verdict,
		clauses,
		...(reason === undefined ? {} : { reason }),
		outcome: outcomeOf(first),
		tracedCalls: trace?.callCount ?? null,
		looks,
		after,
		rest: restAt === null ? null : restFindings(events, restAt, judgeIt),
		restOf,
		starts: arena.instances.length - startsBefore,
		lockout,
		listenMs: listenMsOf(events, first),
		late: options.isTraced ? lateIn(events, first, judgeIt) : null,
		folder: path.join('cases', world.caseId),
	};
	await arena.close();
	const caseFile = path.join(arena.context.runFolder, judged.folder, 'judged.json');
	const { looks: _, after: __, ...told } = judged;
	writeFileSync(caseFile, `${JSON.stringify({ id: world.caseId, ...told }, null, '\t')}\n`);
	return judged;
}

/** What is too big to be compared is a state of its own. */
function takeOrNull(camera: Camera, by: MaskSubject): CrashState | null {
	try {
		return camera.take(by);
	} catch (error) {
		if (error instanceof StateError) return null;
		throw error;
	}
}

async function theRest(holder: Instance): Promise<void> {
	await holder.arena.start();
	if (!holder.gone) await holder.inject(sigterm);
}

/** What a recovery led to may be known: then a second instance and a shutdown would do what they did there. */
function knownIn({ knownAfter, logs }: JudgeOptions, after: CrashState, looks: Looks | null): number | null {
	const appended = looks === null ? logs : appendedOnlyIn(looks, logs);
	const at = knownAfter.findIndex((known) => isSameBut(known, after, appended));
	return at === -1 ? null : at;
}

/** What only the events from the given one on break. */
function restFindings(
	events: readonly TimelineEvent[],
	from: number,
	judged: (events: Timeline) => readonly ClauseResult[],
): Finding[] {
	const ended = events.slice(-1);
	const before = new Set(findingsIn(judged([...events.slice(0, from), ...ended])).map(sameness));
	// What lies there after the shutdown is told once a path: so audits before it are left out.
	const unseen = events.filter(({ type }, at) => type !== 'audit' || at >= from);
	return [
		...findingsIn(judged(events)).filter((each) => each.clause !== 'no-stale-lock' && !before.has(sameness(each))),
		...findingsIn(judged(unseen)).filter(({ clause }) => clause === 'no-stale-lock'),
	];
}

function listenMsOf(events: Timeline, { id, port, spawnedAt }: Instance): number | null {
	const listened = events.find((event) => event.type === 'listening' && event.instance === id && event.port === port);
	return listened?.type === 'listening' ? Math.max(0, listened.t - spawnedAt - listened.starvedMs) : null;
}

/** What breaks a time limit when the first start is not granted more time for its tracer. */
function lateIn(
	events: Timeline,
	first: Instance,
	judged: (events: Timeline) => readonly ClauseResult[],
): Judged['late'] {
	const strict = events.map((event) =>
		event.type === 'spawned' && event.instance === first.id ? { ...event, slowdown: 1 } : event,
	);
	const late = findingsIn(judged(strict)).filter(({ clause }) => timedClauses.includes(clause));
	if (late.length === 0) return null;
	const starts = late.filter(({ clause }) => startClauses.includes(clause));
	const limitMs = Math.min(...startClauses.map((clause) => first.arena.limitMs(clause)));
	const startByMs = starts.length === 0 ? 0 : Math.max(0, (listenMsOf(events, first) ?? limitMs) - limitMs);
	return { startByMs, isLateElsewhere: late.length > starts.length };
}

function readTrace(
	{ paths }: World,
	file: string,
	state: CrashState,
): { readonly looks: Looks; readonly callCount: number } | null {
	if (!existsSync(file)) return null;
	const { entries, lineCount } = readConcerning(paths, file);
	return { looks: throughLinks(looksIn(entries, paths), linksIn(paths, state)), callCount: lineCount };
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

function outcomeOf(first: Instance): Judged['outcome'] {
	if (first.ready) return 'ready';
	return first.exit === null ? 'alive' : 'exited';
}

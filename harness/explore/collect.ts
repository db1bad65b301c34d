import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { sigint, sigkill, sigterm } from '../faults/signals.ts';
import type { Instance } from '../gateway/instance.ts';
import type { TraceOptions } from '../gateway/launch.ts';
import { readStat } from '../observe/proc.ts';
import { parseTrace } from '../syscalls/parse.ts';
import { type CrashState, stateKey } from './crash-state.ts';
import { maskedText } from './held-run.ts';
import { deathEvents, type History, withoutHurry } from './history.ts';
import { linksIn, throughLinks } from './links.ts';
import { collectTexts } from './messages.ts';
import type { Pass } from './phases.ts';
import type { Collected, Point } from './points.ts';
import { lookingCalls, looksIn } from './read-set.ts';
import { RelevantCallReader, stoppingCalls, tracedCalls } from './relevant-calls.ts';
import { Camera } from './snapshot.ts';
import { stateOf } from './state-of.ts';
import { type SessionOptions, type StoppedAt, StopSession } from './stop-session.ts';
import { trySignal } from './try-signal.ts';
import type { World } from './world.ts';

export interface CollectOptions {
	readonly pass: Pass;
	readonly history: History;
	readonly blobs: string;
	/** How long the steady state is watched, in milliseconds. */
	readonly steadyMs: number;
	/** Tell what the start looked at, too. */
	readonly showsLooks: boolean;
}

/** Runs a phase once under the tracer, and takes the state after each call that changes files. Closes the world. */
export async function collect(world: World, options: CollectOptions): Promise<Collected> {
	const { arena } = world;
	const camera = new Camera(arena.folder, world.baseline, options.blobs);
	const states = new Map<number, { at: StoppedAt; key: string }>();
	const histories = new Map<string, History>();
	const remember = (at: string): string => {
		const state = camera.take(stateOf(arena));
		const key = stateKey(state);
		if (!histories.has(key)) {
			camera.keep(state);
			histories.set(key, historyOf(world, state, at));
		}
		return key;
	};
	const before = stateKey(options.history.state);
	const also = options.showsLooks ? lookingCalls : [];
	const { traced, session, hold } = await begin(world, { ...options, also }, (at) => {
		const resume = holdOthers(world, traced);
		try {
			states.set(at.ordinal, { at, key: remember(at.call.text) });
		} catch (error) {
			// What cannot be kept is no state to start from; the run goes on.
			const unproved = error instanceof Error ? error.message : String(error);
			states.set(at.ordinal, { at: { ...at, unproved }, key: '' });
		}
		resume();
		return 'go on';
	});
	let trouble: string | null = null;
	try {
		await hold();
	} catch (error) {
		trouble = error instanceof Error ? error.message : String(error);
	}
	await session.release();
	const outcome = outcomeOf(traced);
	const starts = arena.instances.length;
	for (const instance of arena.instances) if (!instance.gone) await instance.inject(sigkill);
	session.end();
	const trace = path.join('cases', world.caseId, 'trace.strace');
	const file = traceFile(world);
	const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
	if (text !== '') copyFileSync(file, path.join(arena.context.runFolder, trace));
	else trouble ??= collectTexts.noTrace;
	const points = pointsOf(session, options.pass, states, before, stateOf(arena), arena.port);
	const entries = parseTrace(text);
	const callsSeen = entries.filter((entry) => entry.kind === 'call').length;
	const looks =
		options.showsLooks && traced.ready
			? throughLinks(looksIn(entries, world.paths), linksIn(world.paths, options.history.state))
			: null;
	await arena.close();
	return { points, histories: [...histories], trace, callsSeen, outcome, trouble, starts, looks };
}

interface Begun {
	readonly traced: Instance;
	readonly session: StopSession;
	/** Runs the phase to its end. */
	readonly hold: () => Promise<void>;
}

/** Starts what the phase needs, with a session over the instance whose calls are of interest. */
export async function begin(
	world: Pick<World, 'arena' | 'paths'>,
	{ pass, steadyMs, also = [] }: Pick<CollectOptions, 'pass' | 'steadyMs'> & { readonly also?: readonly string[] },
	onStop: (at: StoppedAt) => 'go on' | 'stay',
	stops: Pick<TraceOptions, 'stopAt' | 'onlyPaths'> = { stopAt: stoppingCalls },
	isHeld: SessionOptions['isHeld'] = ({ relevance }) => relevance === 'files',
): Promise<Begun> {
	const { arena } = world;
	if (pass === 'loser') {
		const holder = await arena.start();
		if (!holder.ready) throw new Error(collectTexts.noHolder);
	}
	const file = traceFile(world);
	mkdirSync(path.dirname(file), { recursive: true });
	const isLater = pass === 'steady' || pass.startsWith('shutdown-');
	const traced = await arena.launch({
		traceOnly: { file, calls: [...tracedCalls, ...also], ...stops, showsPaths: true },
	});
	const reader = new RelevantCallReader(world.paths);
	const session = new StopSession({ instance: traced, file, reader, isHeld, onStop, holdsAtOnce: !isLater });
	const hold = async () => {
		await finish(traced, session);
		if (!isLater || session.stayedAt !== null) return;
		if (!traced.ready) throw new Error(collectTexts.neverReady(pass));
		await traced.connect(1).catch(() => {});
		session.hold();
		if (pass === 'steady') await pause(session, steadyMs);
		else await shutDown(traced, session, pass);
	};
	return { traced, session, hold };
}

export function traceFile({ arena }: Pick<World, 'arena'>): string {
	return path.join(arena.folder, 'control', 'collect.strace');
}

/** The start's outcome, or the moment at which the session was left standing: then nothing more comes. */
async function finish(traced: Instance, session: StopSession): Promise<void> {
	const { watcher } = traced.arena;
	let isOver = false;
	const finished = traced.arena.finishStart(traced).then(() => {
		isOver = true;
	});
	await Promise.race([
		finished,
		watcher.until(
			() => isOver || session.stayedAt !== null,
			() => false,
		),
	]);
}

async function pause(session: StopSession, ms: number): Promise<void> {
	const until = performance.now() + ms;
	while (performance.now() < until && session.stayedAt === null) {
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}

/** A gateway that restarts is busy with files all the while; a pause this long means that the signal did nothing more. */
const quietAfterSignalMs = 2_000;
const longestRestartMs = 10_000;

async function shutDown(traced: Instance, session: StopSession, pass: Pass): Promise<void> {
	const { arena } = traced;
	if (pass === 'shutdown-SIGUSR1') {
		arena.recorder.add({ type: 'note', text: `SIGUSR1 was sent to ${traced.id}.` });
		for (const { pid } of traced.processes('launcher')) process.kill(pid, 'SIGUSR1');
	} else await traced.inject(pass === 'shutdown-SIGTERM' ? sigterm : sigint, { settle: false });
	const limitMs = arena.limitMs('frees-port-on-shutdown') * traced.slowdown;
	// A signal that is no shutdown here (SIGUSR1 restarts some builds) ends the phase when nothing more happens.
	const mayRestart = pass === 'shutdown-SIGUSR1';
	const timeoutMs = mayRestart ? Math.min(limitMs, longestRestartMs) : limitMs;
	const signalledAt = performance.now();
	const quietMs = () => Math.min(session.quietMs, performance.now() - signalledAt);
	const isOver = () => traced.gone || session.stayedAt !== null || (mayRestart && quietMs() > quietAfterSignalMs);
	await arena.watcher.until(isOver, arena.expiry(timeoutMs, traced));
}

/** The other instances of the world must not change anything while a state is taken. */
function holdOthers({ arena }: World, traced: Instance): () => void {
	const pids = arena.instances
		.filter((instance) => instance !== traced && !instance.gone)
		.flatMap((instance) => instance.processes('tree').map(({ pid }) => pid));
	for (const pid of pids) trySignal(pid, 'SIGSTOP');
	const until = performance.now() + 100;
	while (performance.now() < until && pids.some((pid) => !'TtZX'.includes(readStat(pid)?.state ?? 'X')));
	return () => {
		for (const pid of pids) trySignal(pid, 'SIGCONT');
	};
}

function historyOf({ arena }: World, state: CrashState, at: string): History {
	const t = arena.recorder.now();
	const alive = arena.instances.filter((instance) => !instance.gone);
	const victims = alive.map((instance) => ({
		id: instance.id,
		pids: instance.processes('tree').map(({ pid }) => pid),
		starvedMs: instance.starvedMs,
	}));
	const told = arena.recorder.events.filter((event) => event.type !== 'case-started');
	const stopped = new Set(arena.instances.filter(({ slowdown }) => slowdown > 1).map(({ id }) => id));
	const events = withoutHurry(told, (instance) => stopped.has(instance));
	return {
		events: [...events, ...deathEvents(victims, t, at)],
		state,
		elapsedMs: t,
		instanceCount: arena.instanceCount,
	};
}

/** Every relevant call as a point. What changes no files leaves the state of the call before it. */
function pointsOf(
	session: StopSession,
	pass: Pass,
	states: ReadonlyMap<number, { at: StoppedAt; key: string }>,
	before: string,
	subject: { readonly pids: readonly number[]; readonly startTicks: readonly number[] },
	port: number,
): Point[] {
	const points: Point[] = [];
	let state: string | null = before;
	for (const [index, call] of session.calls.entries()) {
		const number = index + 1;
		if (session.heldFrom === null || index < session.heldFrom || index >= (session.heldTo ?? 0)) continue;
		const stopped = states.get(number);
		let unproved: string | null = null;
		if (call.relevance === 'files') {
			unproved = stopped === undefined ? collectTexts.notStopped : stopped.at.unproved;
			state = stopped === undefined || unproved !== null ? null : stopped.key;
		}
		points.push({
			pass,
			number,
			call: call.text,
			maskedCall: maskedText(call.name, call.paths, port, subject),
			relevance: call.relevance,
			line: call.line,
			traceLine: session.lines[index] ?? 0,
			state,
			unproved: state === null ? (unproved ?? collectTexts.notStopped) : null,
		});
	}
	return points;
}

function outcomeOf(traced: Instance): string {
	if (traced.ready) return 'ready';
	if (traced.exit === null) return 'alive';
	return `exited with ${traced.exit.signal ?? `code ${traced.exit.code}`}: ${traced.lines.at(-1) ?? ''}`;
}

import { cpSync, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { Arena } from '../arena/arena.ts';
import { patienceMs } from '../arena/patience.ts';
import type { RunContext } from '../arena/run-context.ts';
import type { Contract } from '../contract/contract.ts';
import { databaseLocksIn } from '../contract/database-locks.ts';
import { type Baseline, type Limit, limitsFor } from '../contract/limits.ts';
import { lockLikeReason } from '../contract/lock-like.ts';
import { sigkill, sigterm } from '../faults/signals.ts';
import { readHead, walkArena } from '../observe/arena-files.ts';
import { pidsIn } from '../observe/pids-in-text.ts';
import { Recorder } from '../timeline/recorder.ts';
import { wantsCredentials } from '../timeline/wants-credentials.ts';
import { gatewayToken } from './command.ts';
import { GatewayNeverStartsError, GatewayWantsCredentialsError } from './errors.ts';
import type { Instance } from './instance.ts';

/** Before the build's own speed is known: the slowest first start that was measured took 46 s on an idle machine, 90 s on a loaded one. */
const patienceBefore: Baseline = { coldStartMs: 0, warmStartMs: 75_000, failStartMs: null };
/** A start so much slower in an empty home is worth a warmed one. */
const worthWarmingMs = 1_500;
/** From here on one start more is not worth its time, in milliseconds. */
const slowStartMs = 3_000;
/** Starts that are measured warm; the slowest counts. */
const warmStarts = 2;

export interface Calibration {
	readonly baseline: Baseline;
	/** What two instances at once did: the control that the lock is not switched off by our own surroundings. */
	readonly control: string;
	readonly warmHome: RunContext['warmHome'];
	readonly clientLifeMs: number | null;
}

/** Stores a home that was started in; returns the folders to copy from, or null when there is nothing worth keeping. */
export type HomeKeeper = (
	folders: { readonly home: string; readonly tmp: string },
	times: { readonly coldStartMs: number; readonly warmStartMs: number },
) => Promise<{ readonly home: string; readonly tmp: string } | null>;

export interface CalibrateOptions {
	readonly say: (step: string) => void;
	/** The first start's time when the run begins with a home that was warmed earlier. */
	readonly knownColdStartMs: number | null;
	/** Where a warmed home goes; null keeps it for this run only. */
	readonly keepHome: HomeKeeper | null;
}

/**
 * Measures what the build needs for itself: first start, later starts, a start that fails, and what a second instance
 * does (a positive control: in surroundings that switch the lock off, no verdict would mean anything).
 *
 * @throws GatewayNeverStartsError when it does not come to listen at all.
 * @throws GatewayWantsCredentialsError when it lets no client in, even with the token.
 */
export async function calibrate(
	context: RunContext,
	contract: Contract,
	{ say, knownColdStartMs, keepHome }: CalibrateOptions,
): Promise<Calibration> {
	const folder = path.join(context.runFolder, 'calibration');
	mkdirSync(folder, { recursive: true });
	const recorder = new Recorder(path.join(folder, 'timeline.jsonl'));
	const provisional = { ...context, limits: provisionalLimits(contract) };
	const arena = await Arena.create({ context: provisional, contract, recorder, id: 'calibration' });
	try {
		say(`first start, at most ${Math.round(patienceMs(arena.limitMs('binds-at-startup')) / 1000)} s`);
		const first = await arena.start();
		const { idleMs: firstIdleMs } = first;
		const firstStartMs = listenedAfterMs(first, recorder);
		if (firstStartMs === null) throw new GatewayNeverStartsError(context.gateway.text, first.exit, first.lines);
		const refusal = refusedForCredentials(recorder);
		if (refusal !== null) throw new GatewayWantsCredentialsError(context.gateway.text, refusal, gatewayToken);
		say('control: a second instance');
		await first.connect(1).catch(() => {});
		const control = await secondInstance(arena, firstStartMs);
		const endedAClient = clientAges(recorder).length > 0;
		await first.inject(sigterm);
		const stopsWhenAsked = first.gone;
		if (!stopsWhenAsked) await first.inject(sigkill);
		if (endedAClient) say('how long it keeps a client that only connects');
		const clientLifeMs = endedAClient ? await clientLife(arena) : null;
		// The first start in a warmed home was a warm one, and another one of a slow build would only cost time.
		const isWarm = context.warmHome !== null && firstStartMs > slowStartMs;
		if (!isWarm) say('later starts');
		const warm = (isWarm ? null : await warmStart(arena, recorder, stopsWhenAsked)) ?? {
			startMs: firstStartMs,
			idleMs: isWarm ? firstIdleMs : 0,
		};
		const warmStartMs = warm.startMs;
		say('a start that fails');
		const failing = await failingStart(arena, warmStartMs);
		const coldStartMs = knownColdStartMs ?? firstStartMs;
		const idleMs = Math.max(warm.idleMs, failing?.idleMs ?? 0);
		const baseline = { coldStartMs, warmStartMs, failStartMs: failing?.startMs ?? null, idleMs };
		const isWorthIt = context.warmHome === null && coldStartMs - warmStartMs > worthWarmingMs;
		if (!isWorthIt) return { baseline, control, clientLifeMs, warmHome: context.warmHome };
		const keep = keepHome ?? (async () => keepForRun(arena));
		const kept = await keep(arena.folders('main'), baseline);
		const warmHome = kept === null ? null : { home: kept.home, tmp: kept.tmp };
		return { baseline, control, clientLifeMs, warmHome };
	} finally {
		await arena.close();
	}
}

function provisionalLimits(contract: Contract): Limit[] {
	return limitsFor(contract, patienceBefore).map((limit) =>
		limit.clause === 'frees-port-on-shutdown' ? limit : { ...limit, limitMs: Math.min(limit.limitMs, 150_000) },
	);
}

/** Spawn to listening on its port, less the time without a core; null when it never did. */
function listenedAfterMs(instance: Instance, recorder: Recorder): number | null {
	const event = recorder.events.find(
		(candidate) =>
			candidate.type === 'listening' && candidate.instance === instance.id && candidate.port === instance.port,
	);
	if (event?.type !== 'listening') return null;
	return Math.max(0, event.t - instance.spawnedAt - event.starvedMs);
}

/** How a gateway refused the handshake for want of credentials; null when it did not. */
function refusedForCredentials({ events }: Recorder): string | null {
	const failed = events.find((event) => event.type === 'handshake-failed');
	return failed?.type === 'handshake-failed' && wantsCredentials(failed.status) ? failed.reason : null;
}

/** Separates a refused instance that waits from one that hangs. The longest known wait is a lock timeout of 5 s, plus the start. */
const longestOwnWaitMs = 6_000;

async function secondInstance(arena: Arena, startMs: number): Promise<string> {
	const secondInstanceMs = longestOwnWaitMs + startMs;
	const second = await arena.launch();
	await arena.watcher.until(() => second.gone || second.listening, arena.expiry(secondInstanceMs, second));
	const outcome = second.listening
		? 'it listens beside the first: the lock does not hold'
		: second.exit === null
			? `it neither ended nor listened within ${(secondInstanceMs / 1000).toFixed(0)} s`
			: `it ended with ${second.exit.signal ?? `exit code ${second.exit.code}`}: one lost, as it must`;
	if (!second.gone) await second.inject(sigkill);
	return `a second instance beside a running one: ${outcome}`;
}

/** Longest time that a lone client is watched: a usual handshake limit is 10 s. */
const longestClientLifeMs = 20_000;

/**
 * A client was ended while a second instance tried to start. To know whether that had to do with it: how long does the
 * gateway keep a client when nothing else happens? Null when it keeps it.
 */
async function clientLife(arena: Arena): Promise<number | null> {
	const lone = await arena.start();
	const earlier = clientAges(arena.recorder).length;
	await lone.connect(1).catch(() => {});
	await arena.watcher.until(() => lone.clients === 0, arena.expiry(longestClientLifeMs));
	const ageMs = clientAges(arena.recorder)[earlier] ?? null;
	await lone.inject(sigkill);
	return ageMs;
}

/** Ages at which clients were ended by the gateway while it lived. */
function clientAges(recorder: Recorder): number[] {
	const openedAt = new Map<string, number>();
	const ages: number[] = [];
	for (const event of recorder.events) {
		if (event.type === 'client-opened') openedAt.set(event.client, event.t);
		if (event.type === 'client-closed' && !event.byHarness)
			ages.push(event.t - (openedAt.get(event.client) ?? event.t));
	}
	return ages;
}

interface StartTimes {
	readonly startMs: number;
	/** Of that, waiting. */
	readonly idleMs: number;
}

async function warmStart(arena: Arena, recorder: Recorder, stopsWhenAsked: boolean): Promise<StartTimes | null> {
	const starts: StartTimes[] = [];
	for (let i = 0; i < warmStarts; i++) {
		const instance = await arena.start();
		const { idleMs } = instance;
		const startMs = listenedAfterMs(instance, recorder);
		await instance.inject(i > 0 && stopsWhenAsked ? sigterm : sigkill);
		if (!instance.gone) await instance.inject(sigkill);
		if (startMs === null) break;
		starts.push({ startMs, idleMs });
		// A slow build's two starts differ by less than the limits' slack; a second one would only cost time.
		if (startMs > slowStartMs) break;
	}
	if (starts.length === 0) return null;
	const most = (part: keyof StartTimes) => Math.max(...starts.map((start) => start[part]));
	return { startMs: most('startMs'), idleMs: most('idleMs') };
}

/** Spawn to exit of a start with a port that is no port; null when the program does not mind. */
async function failingStart(arena: Arena, warmStartMs: number): Promise<StartTimes | null> {
	const instance = await arena.launch({ portText: 'abc' });
	await arena.watcher.until(() => instance.gone, arena.expiry(warmStartMs * 2 + 2_000, instance));
	// The run-queue waits of several processes overlap, so their sum can exceed the wall time.
	const failMs = instance.gone ? Math.max(0, arena.recorder.now() - instance.spawnedAt - instance.starvedMs) : null;
	if (!instance.gone) await instance.inject(sigkill);
	const exited = arena.recorder.events.find((event) => event.type === 'exited' && event.instance === instance.id);
	if (failMs === null || instance.exit?.code === 0 || exited?.type !== 'exited') return null;
	return { startMs: failMs, idleMs: exited.idleMs ?? 0 };
}

/** Keeps a copy of the home and temp folder of this calibration for the arenas of the run, without marks of an owner. */
function keepForRun(arena: Arena): NonNullable<RunContext['warmHome']> {
	const target = path.join(arena.context.isolation.arenaRoot, 'warmed');
	const { home, tmp } = arena.folders('main');
	const dead = new Set(arena.instances.flatMap((instance) => [...instance.members.keys()]));
	const marks = new Set<string>();
	const { files } = walkArena(arena.folder);
	const databaseLocks = databaseLocksIn(files.map((file) => file.path));
	for (const file of files) {
		const content = readHead(file) ?? undefined;
		const named = content === undefined ? [] : pidsIn(content, dead);
		const entry = {
			path: file.path,
			kind: file.kind,
			sizeBytes: file.sizeBytes,
			deadPidsNamed: named,
			livePidsNamed: [],
			...(content === undefined ? {} : { content }),
		};
		if (lockLikeReason(entry, databaseLocks) !== null || !['file', 'directory', 'symlink'].includes(file.kind)) {
			marks.add(path.join(arena.folder, file.path));
		}
	}
	const copy = (from: string, to: string) => {
		if (existsSync(from)) {
			cpSync(from, to, {
				recursive: true,
				preserveTimestamps: true,
				verbatimSymlinks: true,
				filter: (source) => !marks.has(source),
			});
		}
	};
	const kept = { home: path.join(target, 'home'), tmp: path.join(target, 'tmp') };
	copy(home, kept.home);
	copy(tmp, kept.tmp);
	return kept;
}

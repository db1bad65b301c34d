import { Arena } from '../arena/arena.ts';
import { Recorder } from '../timeline/recorder.ts';
import type { Instance } from './instance.ts';

/** Controls in one case: each costs a start, and the first says most. */
const maxControls = 2;

/**
 * When an instance was later than a limit, the limit itself is put to the test: right now, on this machine with
 * whatever else it does, how long does the same gateway take alone, on a fresh port and in a home of its own? The judge
 * scales the limits by the answer, so that a machine which turned slow after the baseline was measured accuses nobody,
 * while a gateway that waits for a dead owner is as late as before.
 */
export async function controlWhenLate(instance: Instance): Promise<void> {
	const { arena } = instance;
	if (!isLate(instance) || instance.slowdown > 1 || waitsByItself(instance)) return;
	const startMs = await arena.oneAtATime(async (controls) => {
		return controls < maxControls ? await startMeasuredMeanwhile(instance, controls + 1) : null;
	});
	if (startMs !== null) arena.recorder.add({ type: 'control-measured', instance: instance.id, startMs });
}

/** A slow machine does not explain idle time of twice the limit: it excludes CPU time, run-queue wait and disk wait. */
const waitsByItselfFactor = 2;

function waitsByItself({ arena, idleMs }: Instance): boolean {
	const limitMs = Math.max(arena.limitMs('fails-fast'), arena.limitMs('rebinds-immediately'));
	return idleMs > limitMs * waitsByItselfFactor;
}

function isLate(instance: Instance): boolean {
	const { arena, id } = instance;
	const tookMs = instance.arena.recorder.now() - instance.spawnedAt - instance.starvedMs;
	const listened = arena.recorder.events.find(
		(event) => event.type === 'listening' && event.instance === id && event.port === instance.port,
	);
	if (listened?.type === 'listening') {
		const startMs = listened.t - instance.spawnedAt - listened.starvedMs;
		return startMs > Math.min(arena.limitMs('binds-at-startup'), arena.limitMs('rebinds-immediately'));
	}
	return tookMs > Math.min(arena.limitMs('fails-fast'), arena.limitMs('rebinds-immediately'));
}

/** The last control of each gateway in this process. */
const lastControls = new Map<string, { readonly at: number; readonly startMs: Promise<number | null> }>();

/** Reuses a control that began while the instance was running: both met the same load. An older one met another load. */
async function startMeasuredMeanwhile({ arena, spawnedAt }: Instance, nth: number): Promise<number | null> {
	const { text } = arena.context.gateway;
	const spawnedAgoMs = arena.recorder.now() - spawnedAt;
	const last = lastControls.get(text);
	if (last !== undefined && performance.now() - last.at < spawnedAgoMs) {
		const shared = await last.startMs.catch(() => null);
		if (shared !== null) return shared;
	}
	const startMs = measureStart(arena, nth);
	lastControls.set(text, { at: performance.now(), startMs });
	return await startMs;
}

async function measureStart(arena: Arena, nth: number): Promise<number | null> {
	const recorder = new Recorder(null);
	const { context, contract } = arena;
	const control = await Arena.create({
		context,
		contract,
		recorder,
		id: `${arena.id}-control-${nth}`,
		isControl: true,
	});
	try {
		const instance = await control.start();
		const listening = recorder.events.find((event) => event.type === 'listening' && event.port === instance.port);
		if (listening?.type !== 'listening') return null;
		return Math.max(0, listening.t - instance.spawnedAt - listening.starvedMs);
	} finally {
		await control.close();
	}
}

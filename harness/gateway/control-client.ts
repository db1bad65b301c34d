import { Arena } from '../arena/arena.ts';
import { Recorder } from '../timeline/recorder.ts';
import { readKnown, writeKnown } from './known-file.ts';

/** Longest time that a lone client is watched. */
const longestWatchMs = 60_000;

/**
 * When clients were lost without a fault, the suspicion is put to the test: does this gateway, alone and undisturbed,
 * end a client that only connects, and after what time? Many do, after a handshake limit of their own.
 */
export async function controlLostClients(arena: Arena): Promise<void> {
	const lostAtAgeMs = oldestLoss(arena);
	if (lostAtAgeMs === null || arena.context.clientLifeMs !== null) return;
	const watchMs = Math.min(longestWatchMs, lostAtAgeMs * 1.5 + 2_000);
	const lifeMs = readKnown(arena, 'client-life') ?? (await measureClientLife(arena, watchMs));
	if (lifeMs !== null) writeKnown(arena, 'client-life', lifeMs);
	arena.recorder.add({ type: 'client-life-measured', watchedMs: watchMs, lifeMs });
}

/** The greatest age at which a living, unharmed instance lost a client; null when none did. */
function oldestLoss(arena: Arena): number | null {
	const openedAt = new Map<string, number>();
	const harmed = new Set<string>();
	let oldestMs: number | null = null;
	for (const event of arena.recorder.events) {
		if (event.type === 'client-opened') openedAt.set(event.client, event.t);
		if (event.type === 'fault-fired') harmed.add(event.instance);
		if (event.type !== 'client-closed' || event.byHarness || harmed.has(event.instance)) continue;
		oldestMs = Math.max(oldestMs ?? 0, event.t - (openedAt.get(event.client) ?? event.t));
	}
	return oldestMs;
}

async function measureClientLife(arena: Arena, watchMs: number): Promise<number | null> {
	const recorder = new Recorder(null);
	const { context, contract } = arena;
	const control = await Arena.create({ context, contract, recorder, id: `${arena.id}-client`, isControl: true });
	try {
		const instance = await control.start();
		await instance.connect(1);
		await control.watcher.until(() => instance.clients === 0, control.expiry(watchMs));
		const opened = recorder.events.find((event) => event.type === 'client-opened');
		const closed = recorder.events.find((event) => event.type === 'client-closed' && !event.byHarness);
		return opened && closed ? closed.t - opened.t : null;
	} catch {
		// No client could connect to a lone instance: then nothing is known of their life.
		return null;
	} finally {
		await control.close();
	}
}

import { patienceMs } from '../arena/patience.ts';
import { killAtStop, proveTraced } from '../faults/prove-traced.ts';
import { probeExclusivity } from '../observe/exclusivity-probe.ts';
import { compareFiles, filesNow } from '../observe/file-changes.ts';
import type { EventOf } from '../timeline/events.ts';
import type { Instance } from './instance.ts';
import { showReady } from './show-ready.ts';
import { HandshakeError } from './websocket.ts';

/** Changed files that stand in one record. */
const maxRecordedChanges = 200;

export type StartOutcome = 'ready' | 'listening' | 'exited' | 'gave-up';

/** Waits for what comes of a start and records it: listening, then ready; or the exit; or neither within the limit. */
export async function finishStart(instance: Instance): Promise<StartOutcome> {
	const { arena } = instance;
	const limitMs = startLimitMs(instance);
	if (instance.tracedFault?.fault.on === 'exit') await killAtStop(instance, instance.tracedFault, limitMs);
	const settled = await arena.watcher.until(
		() => instance.listening || instance.exit !== null || isElsewhere(instance),
		arena.expiry(patienceMs(limitMs), instance),
	);
	if (!settled) giveUp(instance, 'listening', patienceMs(limitMs));
	else if (instance.exit === null && instance.listening) {
		const outcome = await becomeReady(instance, limitMs);
		if (instance.exit === null) return outcome;
		// Some builds look at their port by listening on it for a moment, after a bind that failed.
		await arena.waitGone(instance);
	} else if (instance.exit !== null) await arena.waitGone(instance);
	else giveUp(instance, 'listening', limitMs);
	recordFileChanges(instance);
	await proveTraced(instance);
	if (!settled) return 'gave-up';
	return instance.exit === null ? 'listening' : 'exited';
}

async function becomeReady(instance: Instance, limitMs: number): Promise<StartOutcome> {
	const { arena, id: instanceId, port } = instance;
	const address = arena.connectAddress(instance);
	const ended = new AbortController();
	const timer = setInterval(() => {
		if (instance.exit !== null) ended.abort();
	}, 20);
	try {
		await showReady(instance, { timeoutMs: limitMs, signal: ended.signal });
		arena.watcher.look();
		const pid = instance.holderPid;
		if (pid === null) return 'exited';
		instance.ready = true;
		arena.recorder.add({ type: 'ready', instance: instanceId, address, port, pid });
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		const status = error instanceof HandshakeError ? error.status : null;
		arena.recorder.add({
			type: 'handshake-failed',
			instance: instanceId,
			address,
			port,
			reason,
			...(status === null ? {} : { status }),
		});
	} finally {
		clearInterval(timer);
	}
	await probeExclusivity(instance);
	return instance.ready ? 'ready' : 'listening';
}

/** A gateway may open other ports first; after the limit it is given this much longer for its own. */
const settledElsewhereMs = 2_000;

/** A contender is given the time to fail, a lone starter the time to start. */
function startLimitMs(instance: Instance): number {
	const { arena, cold, slowdown } = instance;
	return Math.max(arena.limitMs('binds-at-startup', { cold }), arena.limitMs('fails-fast')) * slowdown;
}

/** Listens, but on no address of its own port, for a while: it is not going to. */
function isElsewhere(instance: Instance): boolean {
	const { arena, elsewhereSince } = instance;
	if (elsewhereSince === null || instance.listening) return false;
	const effectiveMs = arena.recorder.now() - instance.spawnedAt - instance.starvedMs;
	return effectiveMs > startLimitMs(instance) && arena.recorder.now() - elsewhereSince > settledElsewhereMs;
}

function giveUp(instance: Instance, waitedFor: EventOf<'gave-up'>['waitedFor'], limitMs: number): void {
	const lastLine = instance.lines.at(-1);
	instance.arena.recorder.add({
		type: 'gave-up',
		instance: instance.id,
		waitedFor,
		limitMs,
		state:
			instance.listeners.size > 0
				? 'alive-listening'
				: lastLine === undefined
					? 'alive-and-silent'
					: 'alive-and-talking',
		starvedMs: instance.starvedMs,
		...(lastLine === undefined ? {} : { lastLine }),
	});
}

/** Records what a loser's life did to the files of the holder. */
function recordFileChanges(loser: Instance): void {
	if (loser.rival === null) return;
	const { holder, filesBefore } = loser.rival;
	const changes = compareFiles(filesBefore, filesNow(loser.arena.folder), new Set(holder.members.keys()));
	loser.arena.recorder.add({
		type: 'files-compared',
		holder: holder.id,
		loser: loser.id,
		holderFrozen: holder.frozen,
		changes: changes.slice(0, maxRecordedChanges),
	});
}

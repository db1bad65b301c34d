import { existsSync, readFileSync } from 'node:fs';
import type { Instance } from '../gateway/instance.ts';
import { readStat } from '../observe/proc.ts';
import { isBindOf } from '../syscalls/bind-plan.ts';
import { parseTrace, type TraceEntry } from '../syscalls/parse.ts';

type Traced = NonNullable<Instance['tracedFault']>;
type CallEntry = Extract<TraceEntry, { kind: 'call' }>;

/** The tracer writes its last lines after its tracee's end. */
const flushTimeoutMs = 1_000;
/** How often the tracer's file is read while it is waited for. */
const readIntervalMs = 20;

/**
 * Waits until the tracer has stopped a process at the exit of the chosen call, then kills the whole tree. Returns when
 * it was killed, or when the gateway got past without being stopped.
 */
export async function killAtStop(instance: Instance, traced: Traced, timeoutMs: number): Promise<void> {
	const { arena } = instance;
	const look = throttled(() => findHit(instance, traced));
	let hit: CallEntry | null = null;
	// Stopped at the exit of its listen, it listens before the tracer has written that: only later is it past.
	let past: (() => boolean) | null = null;
	await arena.watcher.until(
		() => {
			hit = look();
			if (instance.listening) past ??= arena.expiry(flushTimeoutMs, instance);
			return hit !== null || instance.exit !== null || past?.() === true;
		},
		arena.expiry(timeoutMs, instance),
	);
	if (hit === null) return;
	for (const member of instance.processes('tree')) {
		const stat = readStat(member.pid);
		if (stat !== null && stat.startTicks === member.startTicks) process.kill(member.pid, 'SIGKILL');
	}
	await arena.watcher.until(() => instance.exit !== null, arena.expiry(flushTimeoutMs, instance));
}

/** Reads the tracer's record of an instance that ended, and records, once, whether the chosen call was hit. */
export async function proveTraced(instance: Instance): Promise<void> {
	if (instance.tracedFault === undefined || instance.tracedFaultJudged) return;
	instance.tracedFaultJudged = true;
	await proveFromTrace(instance, instance.tracedFault);
}

/** Records the fault as proved when the trace holds all that proves it, else as unproven. */
export async function proveFromTrace(instance: Instance, traced: Traced): Promise<void> {
	const { arena } = instance;
	const at = { fault: traced.id, instance: instance.id };
	const look = throttled(() => findHit(instance, traced));
	await arena.watcher.until(() => look() !== null, arena.expiry(flushTimeoutMs));
	const entry = findHit(instance, traced);
	if (entry === null) {
		arena.recorder.add({ type: 'fault-unproven', ...at, reason: whyNoHit(instance, traced) });
		return;
	}
	const firedAt = arena.recorder.now() - (Date.now() - entry.atS * 1_000);
	const within = Math.min(arena.recorder.now(), Math.max(instance.spawnedAt, firedAt));
	arena.recorder.add({ type: 'fault-fired', ...at, pids: [entry.pid] }, within);
	arena.recorder.add({ type: 'fault-proved', ...at, proof: `strace: ${entry.line}` }, within);
}

function whyNoHit(instance: Instance, { fault }: Traced): string {
	const { host } = instance.arena.contract;
	const call =
		fault.at.kind === 'own-bind' ? `bind of ${host}:${instance.port}` : `call ${fault.at.nth} of ${fault.at.name}`;
	return `the trace shows no ${call} that was hit`;
}

/** The call that was hit, when everything that proves it stands in the trace. */
function findHit(instance: Instance, { fault, traceFile }: Traced): CallEntry | null {
	if (!existsSync(traceFile)) return null;
	const trace = parseTrace(readFileSync(traceFile, 'utf8'));
	const { host } = instance.arena.contract;
	const counts = new Map<number, number>();
	for (const [i, entry] of trace.entries()) {
		if (entry.kind !== 'call') continue;
		if (fault.at.kind === 'own-bind' ? !isBindOf(entry, instance.port, host) : !isNth(entry, fault.at, counts))
			continue;
		if (isHit(entry, trace.slice(i), fault)) return entry;
	}
	return null;
}

function isNth(
	entry: CallEntry,
	at: { readonly name: string; readonly nth: number },
	counts: Map<number, number>,
): boolean {
	if (entry.name !== at.name) return false;
	const nth = (counts.get(entry.pid) ?? 0) + 1;
	counts.set(entry.pid, nth);
	return nth === at.nth;
}

function isHit(entry: CallEntry, rest: readonly TraceEntry[], { injection, on }: Traced['fault']): boolean {
	if ('errno' in injection) return entry.injected && (entry.result ?? '').startsWith(`-1 ${injection.errno} `);
	if (on === 'entry') {
		// A signal at the entry of a call: the call has no result, and its thread died of that signal.
		if (entry.result !== '?' && entry.result !== null) return false;
		return rest.some((later) => later.kind === 'end' && later.pid === entry.pid && later.how === 'killed by SIGKILL');
	}
	// The call has its result, and the next thing its thread did was to stop.
	if (entry.result === '?' || entry.result === null) return false;
	const next = rest.slice(1).find((later) => later.pid === entry.pid);
	return next?.kind === 'signal' && next.signal.includes('SIGSTOP');
}

/** Reading and parsing a trace at every look of the watcher would slow down what is watched. */
function throttled<T>(read: () => T): () => T {
	let last: { at: number; value: T } | null = null;
	return () => {
		if (last === null || performance.now() - last.at > readIntervalMs) last = { at: performance.now(), value: read() };
		return last.value;
	};
}

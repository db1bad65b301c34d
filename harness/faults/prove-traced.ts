import { existsSync, readFileSync } from 'node:fs';
import type { Instance } from '../gateway/instance.ts';
import { isBindOf } from '../syscalls/bind-plan.ts';
import { parseTrace, type TraceEntry } from '../syscalls/parse.ts';

type Traced = NonNullable<Instance['tracedFault']>;

/** The tracer writes its last lines after its tracee's end. */
const flushTimeoutMs = 1_000;

/** Reads the tracer's record and records whether the gateway's own bind was hit. */
export async function proveTraced(instance: Instance, traced: Traced): Promise<void> {
	const { arena } = instance;
	const at = { fault: traced.id, instance: instance.id };
	let hit: TraceEntry | null = null;
	await arena.watcher.until(() => {
		hit = findHit(instance, traced);
		return hit !== null;
	}, arena.expiry(flushTimeoutMs));
	const entry: TraceEntry | null = hit ?? findHit(instance, traced);
	if (entry === null) {
		const reason = `the trace shows no injected bind of ${arena.contract.host}:${instance.port}`;
		arena.recorder.add({ type: 'fault-unproven', ...at, reason });
		return;
	}
	const firedAt = arena.recorder.now() - (Date.now() - entry.atS * 1_000);
	const within = Math.min(arena.recorder.now(), Math.max(instance.spawnedAt, firedAt));
	arena.recorder.add({ type: 'fault-fired', ...at, pids: [entry.pid] }, within);
	arena.recorder.add({ type: 'fault-proved', ...at, proof: `strace: ${entry.line}` }, within);
}

function findHit(instance: Instance, { fault, traceFile }: Traced): TraceEntry | null {
	if (!existsSync(traceFile)) return null;
	const trace = parseTrace(readFileSync(traceFile, 'utf8'));
	const { host } = instance.arena.contract;
	const bind = trace.find((entry) => isBindOf(entry, instance.port, host) && isHit(entry, fault.injection));
	if (bind === undefined) return null;
	if ('errno' in fault.injection) return bind;
	// A signal at the entry of a call: the call has no result, and its thread died of that signal.
	const death = trace.find(
		(entry) => entry.kind === 'end' && entry.pid === bind.pid && entry.how === 'killed by SIGKILL',
	);
	return death === undefined ? null : bind;
}

function isHit(entry: TraceEntry, injection: Traced['fault']['injection']): boolean {
	if (entry.kind !== 'call') return false;
	if ('signal' in injection) return entry.result === '?' || entry.result === null;
	return entry.injected && (entry.result ?? '').startsWith(`-1 ${injection.errno} `);
}

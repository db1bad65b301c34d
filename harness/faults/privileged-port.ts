import { readFileSync } from 'node:fs';
import type { Arena } from '../arena/arena.ts';
import type { Instance } from '../gateway/instance.ts';

/** Number of CAP_NET_BIND_SERVICE (include/uapi/linux/capability.h). */
const netBindService = 10n;

/**
 * Starts the gateway on a port that the kernel refuses to an ordinary user: a real bind failure, nothing injected.
 * Proof: its processes were seen without the right to bind such a port, and the port lies below the kernel's limit.
 */
export async function privilegedPort(arena: Arena, port: number): Promise<Instance> {
	const instance = await arena.launch({ port, ordinaryUser: true });
	const at = { fault: 'f-privileged', instance: instance.id };
	arena.recorder.add({
		type: 'fault-planned',
		...at,
		name: 'bind-EACCES-real',
		target: 'holder',
		effect: 'bind-failure',
		moment: `at its bind of port ${port}, as an ordinary user`,
	});
	let seen: bigint | null = null;
	// What it was while the wrapper prepared it says nothing: the last look before its end counts.
	await arena.watcher.until(
		() => {
			const rights = instance.members.size > 0 ? effectiveRights(instance.pid) : null;
			seen = rights ?? seen;
			return instance.exit !== null || instance.listening;
		},
		arena.expiry(arena.limitMs('fails-fast'), instance),
	);
	const limit = Number(readFileSync('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'utf8'));
	const allowed = seen === null || ((seen as bigint) >> netBindService) & 1n;
	if (allowed || port >= limit) {
		arena.recorder.add({ type: 'fault-unproven', ...at, reason: `the kernel lets this process bind port ${port}` });
	} else {
		const proof = `/proc: pid ${instance.pid} without CAP_NET_BIND_SERVICE, port ${port} below ${limit}`;
		arena.recorder.add({ type: 'fault-fired', ...at, pids: [instance.pid] }, instance.spawnedAt);
		arena.recorder.add({ type: 'fault-proved', ...at, proof });
	}
	await arena.finishStart(instance);
	return instance;
}

function effectiveRights(pid: number): bigint | null {
	try {
		const match = /^CapEff:\t([0-9a-f]+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
		return match ? BigInt(`0x${match[1]}`) : null;
	} catch {
		return null;
	}
}

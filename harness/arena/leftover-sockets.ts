import { readFileSync } from 'node:fs';
import type { Arena } from './arena.ts';

/** States of connections that outlive their program. Source: include/net/tcp_states.h. */
const states = { FIN_WAIT1: '04', FIN_WAIT2: '05', TIME_WAIT: '06' } as const;
export type LeftoverState = keyof typeof states;

const timeoutMs = 3_000;

/**
 * Waits until the kernel keeps a connection of a dead program on the arena's port in this state, and records how many.
 *
 * @throws Error when there is none within 3 s: then the story would not show what it says.
 */
export async function expectLeftoverSockets(arena: Arena, state: LeftoverState): Promise<void> {
	let count = 0;
	await arena.watcher.until(() => {
		count = countSockets(arena.port, states[state]);
		return count > 0;
	}, arena.expiry(timeoutMs));
	if (count === 0) throw new Error(`no connection on port ${arena.port} is in ${state} within ${timeoutMs} ms`);
	arena.recorder.add({ type: 'note', text: `${count} connections on port ${arena.port} in ${state}` });
}

/** Source: proc_pid_net(5): field 2 is the local address, field 4 the state, both in hexadecimal. */
function countSockets(port: number, state: string): number {
	const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
	return readFileSync('/proc/self/net/tcp', 'utf8')
		.split('\n')
		.map((row) => row.trim().split(/\s+/))
		.filter(([, local, , at]) => local?.endsWith(suffix) && at === state).length;
}

import { readFileSync } from 'node:fs';
import type { Arena } from './arena.ts';

/** States of connections that outlive their program. Source: include/net/tcp_states.h. */
const states = { FIN_WAIT1: '04', FIN_WAIT2: '05', TIME_WAIT: '06' } as const;
export type LeftoverState = keyof typeof states;

const timeoutMs = 1_000;

/**
 * Waits until the kernel keeps a connection of a dead program on the arena's port in this state, and records how many.
 *
 * @throws Error when there is none within 1 s: then the story would not show what it says.
 */
export async function expectLeftoverSockets(arena: Arena, state: LeftoverState): Promise<void> {
	if (await hasLeftoverSockets(arena, state)) return;
	const seen = rowsOf(arena.port).map((row) => row.slice(1, 4).join(' '));
	throw new Error(
		`no connection on port ${arena.port} is in ${state} within ${timeoutMs} ms; there are: ${seen.join(', ') || 'none'}`,
	);
}

/**
 * As `expectLeftoverSockets`, for a story that can crash another gateway when there is none. The kernel promises none:
 * Linux 6.18 now and then drops some of a dead program's connections at once, and once in forty times all of twenty.
 */
export async function hasLeftoverSockets(arena: Arena, state: LeftoverState): Promise<boolean> {
	let count = 0;
	await arena.watcher.until(() => {
		count = countSockets(arena.port, states[state]);
		return count > 0;
	}, arena.expiry(timeoutMs));
	if (count > 0) arena.recorder.add({ type: 'note', text: `${count} connections on port ${arena.port} in ${state}` });
	return count > 0;
}

const countSockets = (port: number, state: string) =>
	rowsOf(port).filter(([, local, , at]) => local?.endsWith(hexadecimal(port)) && at === state).length;

/** Source: proc_pid_net(5): field 2 is the local address, field 3 the remote one, field 4 the state, in hexadecimal. */
function rowsOf(port: number): string[][] {
	const end = hexadecimal(port);
	return readFileSync('/proc/self/net/tcp', 'utf8')
		.split('\n')
		.map((row) => row.trim().split(/\s+/))
		.filter(([, local, remote]) => local?.endsWith(end) || remote?.endsWith(end));
}

const hexadecimal = (port: number) => `:${port.toString(16).toUpperCase().padStart(4, '0')}`;

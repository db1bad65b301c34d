import net from 'node:net';
import type { Instance } from '../gateway/instance.ts';
import type { Listener } from './listeners.ts';

/** Addresses of one port that are tried; a loopback gateway has two at most. */
const maxProbes = 8;

/**
 * Tries to bind a socket of our own beside each of the instance's listeners on its port, with SO_REUSEPORT set. An
 * exclusive listener refuses it (EADDRINUSE); one that shares its port lets it in (both sockets must have asked for it,
 * and have one user).
 */
export async function probeExclusivity(instance: Instance): Promise<void> {
	const own = [...instance.listeners.values()].filter((listener) => listener.port === instance.port);
	for (const listener of own.slice(0, maxProbes)) await probe(instance, listener);
}

async function probe(instance: Instance, own: Listener): Promise<void> {
	const { arena, port } = instance;
	const { address } = own;
	const outcome = await bindBeside(address, port);
	arena.watcher.look();
	// The instance may have died in between: then the probe says nothing about its listener.
	if (![...instance.listeners.values()].some((listener) => listener.inode === own.inode)) return;
	arena.recorder.add({
		type: 'exclusivity-probed',
		instance: instance.id,
		address,
		port,
		outcome: outcome === null ? 'shared' : 'refused',
		...(outcome === null ? {} : { errno: outcome }),
	});
}

/** The errno of the bind, or null when it succeeded (the socket is closed again at once). */
function bindBeside(address: string, port: number): Promise<string | null> {
	return new Promise((resolve) => {
		const server = net.createServer((socket) => socket.destroy());
		server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'));
		server.listen({ host: address, port, reusePort: true, ipv6Only: address === '::' }, () => {
			server.close(() => resolve(null));
		});
	});
}

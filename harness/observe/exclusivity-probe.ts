import net from 'node:net';
import type { Instance } from '../gateway/instance.ts';

/**
 * Tries to bind a socket of our own beside the instance's listener, with SO_REUSEPORT set. An exclusive listener refuses
 * it (EADDRINUSE); one that shares its port lets it in (both sockets must have asked for it, and have one user).
 */
export async function probeExclusivity(instance: Instance): Promise<void> {
	const { arena, port } = instance;
	const own = [...instance.listeners.values()].find((listener) => listener.port === port);
	if (own === undefined) return;
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

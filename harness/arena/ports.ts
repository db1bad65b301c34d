import net from 'node:net';
import { PortsExhaustedError } from './errors.ts';

/**
 * Outside every usual ephemeral range (Linux 32768–60999, IANA 49152–65535), so that no client socket of anybody takes
 * one between our look and the gateway's bind; above the default gateway port and its derived ones.
 */
const firstPort = 20_000;
const lastPort = 29_999;
/** Distance between two reserved ports: builds derive further ports (base+1 … +10) from the one they are given. */
const spacing = 20;

export interface ReservedPort {
	readonly port: number;
	release(): void;
}

/**
 * Reserves a port against other Gatelock cases on this machine (an abstract socket named after the port: atomic, and
 * freed by the kernel however we die), and checks that nobody listens there. The order starts at a number of our own.
 */
export async function reservePort(): Promise<ReservedPort> {
	const slots = Math.floor((lastPort - firstPort + 1) / spacing);
	const start = (process.pid * 37 + Math.floor(performance.now() * 1000)) % slots;
	for (let i = 0; i < slots; i++) {
		const port = firstPort + ((start + i) % slots) * spacing;
		const reservation = await claim(port);
		if (reservation !== null) return reservation;
	}
	throw new PortsExhaustedError(firstPort, lastPort);
}

/** Reserves one given port, waiting for other cases that use it. */
export async function claimPort(port: number, timeoutMs = 60_000): Promise<ReservedPort> {
	const deadline = performance.now() + timeoutMs;
	for (;;) {
		const reservation = await claim(port);
		if (reservation !== null) return reservation;
		if (performance.now() > deadline) throw new PortsExhaustedError(port, port);
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
}

async function claim(port: number): Promise<ReservedPort | null> {
	const reservation = await listen({ path: `\0gatelock-port-${port}` });
	if (!(reservation instanceof net.Server)) return null;
	for (const host of ['0.0.0.0', '::']) {
		const probe = await listen({ host, port, ipv6Only: host === '::' });
		if (probe instanceof net.Server) await new Promise((resolve) => probe.close(resolve));
		// Without IPv6 the second probe fails with EAFNOSUPPORT or EADDRNOTAVAIL; then IPv4 alone decides.
		else if (host === '0.0.0.0' || probe === 'EADDRINUSE') {
			reservation.close();
			return null;
		}
	}
	return { port, release: () => reservation.close() };
}

/** The server, or the errno of its bind. */
function listen(options: net.ListenOptions): Promise<net.Server | string> {
	return new Promise((resolve) => {
		const server = net.createServer();
		server.unref();
		server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
		server.listen(options, () => resolve(server));
	});
}

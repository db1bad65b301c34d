import net from 'node:net';
import type { Instance } from '../gateway/instance.ts';

/** More than Node's default backlog of 511 (net.Server.listen), in steps that the loop bears. */
const maxConnections = 1_200;
const batch = 100;
/** A connection that a full queue turns away is not refused; its SYN goes unanswered and is sent again after 1 s. */
const unansweredMs = 400;

/**
 * Fills the accept queue of a frozen gateway: connects until the kernel answers no more. Returns how many connections
 * it took, or null when there was no end to it. The connections are closed with the returned function.
 */
export async function fillAcceptQueue(
	instance: Instance,
): Promise<{ connections: number | null; release: () => void }> {
	const sockets: net.Socket[] = [];
	const release = () => {
		for (const socket of sockets) socket.destroy();
	};
	let connections: number | null = null;
	for (let opened = 0; opened < maxConnections && connections === null; opened += batch) {
		const answers = await Promise.all(Array.from({ length: batch }, () => tryConnect(instance, sockets)));
		if (answers.includes(false)) connections = opened + answers.filter(Boolean).length;
	}
	const { recorder } = instance.arena;
	const text = connections === null ? `has room for ${maxConnections} and more` : `is full with ${connections}`;
	recorder.add({ type: 'note', text: `${instance.id}: the accept queue ${text} connections` });
	return { connections, release };
}

function tryConnect(instance: Instance, sockets: net.Socket[]): Promise<boolean> {
	return new Promise((resolve) => {
		const socket = net.connect({ host: instance.arena.connectAddress(instance), port: instance.port });
		sockets.push(socket);
		const timer = setTimeout(() => resolve(false), unansweredMs);
		socket.on('error', () => {});
		socket.once('connect', () => {
			clearTimeout(timer);
			resolve(true);
		});
	});
}

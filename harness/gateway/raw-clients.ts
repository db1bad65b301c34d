import { randomBytes } from 'node:crypto';
import net from 'node:net';
import { CapabilityMissingError, StoryEndedError } from '../arena/errors.ts';
import { defaultReadiness } from '../contract/readiness.ts';
import { gatewayToken } from './command.ts';
import type { Instance } from './instance.ts';
import { readyMessages } from './messages.ts';

/** How a client is left: what it has sent, and which direction it has closed. None of them ever closes by itself. */
export type RawClientKind =
	/** Upgraded, then ten bytes of a message of a thousand. */
	| 'mid-message'
	/** Half a request; the handshake never ends. */
	| 'half-open'
	/** Upgraded, then its own direction closed. */
	| 'half-closed'
	/** Upgraded, then silent: the gateway has nothing left to read, so that its kernel says goodbye by FIN, not by RST. */
	| 'silent';

const handshakeTimeoutMs = 10_000;

/**
 * Opens TCP clients that are no WebSocket clients of a library, in a state in which those never stay. They are closed
 * when the case ends.
 *
 * @throws StoryEndedError when one cannot get into its state.
 */
export async function openRawClients(instance: Instance, count: number, kind: RawClientKind): Promise<void> {
	const { arena } = instance;
	if ((arena.contract.readiness ?? defaultReadiness).kind !== 'websocket') {
		throw new CapabilityMissingError('WebSocket', readyMessages.needsWebSocket);
	}
	const opened = await Promise.allSettled(Array.from({ length: count }, () => open(instance, kind)));
	const failed = opened.find((each) => each.status === 'rejected');
	if (failed) throw new StoryEndedError(instance.id, `${instance.id}: no ${kind} client: ${failed.reason}`);
	arena.recorder.add({ type: 'note', text: `${instance.id}: ${count} ${kind} clients` });
}

async function open(instance: Instance, kind: RawClientKind): Promise<void> {
	const { arena, port } = instance;
	const host = arena.connectAddress(instance);
	// Else Node would answer the gateway's end with an end of its own.
	const socket = net.connect({ host, port, allowHalfOpen: true });
	arena.onClose(async () => void socket.destroy());
	const bearer = instance.wantsToken ? `Authorization: Bearer ${gatewayToken}\r\n` : '';
	const request = `GET / HTTP/1.1\r\nHost: ${host}:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n${bearer}`;
	const key = randomBytes(16).toString('base64');
	await new Promise<void>((resolve, reject) => {
		const timer = setTimeout(() => reject(new Error('no answer to its handshake')), handshakeTimeoutMs);
		const settle = (error: Error | null) => {
			clearTimeout(timer);
			if (error === null) resolve();
			else reject(error);
		};
		socket.on('error', settle);
		socket.once('connect', () => {
			if (kind === 'half-open') socket.write(request.slice(0, 40), () => settle(null));
			else socket.write(`${request}Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`);
		});
		socket.once('data', (answer) => {
			if (!answer.toString('latin1').startsWith('HTTP/1.1 101')) return settle(new Error(`it got ${answer}`));
			if (kind === 'silent') settle(null);
			else if (kind === 'half-closed') socket.end(() => settle(null));
			else socket.write(startOfMessage(), () => settle(null));
		});
	});
}

/** A masked binary frame of 1000 bytes (RFC 6455, 5.2), of which ten are sent. */
function startOfMessage(): Buffer {
	return Buffer.concat([Buffer.from([0x82, 0x80 | 126, 1000 >> 8, 1000 & 0xff]), randomBytes(4), Buffer.alloc(10)]);
}

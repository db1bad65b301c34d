import net from 'node:net';
import { defaultReadiness } from '../contract/readiness.ts';
import { openWebSocketTo } from './handshake.ts';
import type { Instance } from './instance.ts';
import { afterElapsed, HandshakeError, type HandshakeOptions } from './websocket.ts';

/** A connection of the harness's, whatever is spoken on it. */
export interface OpenClient {
	/** Called once when the other side ends it, with the code of a WebSocket's end; 1006 for any other end. */
	onClose(told: (code: number) => void): void;
	/** Takes nothing of what arrives. */
	readNothing(): void;
	/** Ends it; nobody is told. */
	end(): void;
}

/** What a WebSocket that ends without a close frame has as its code. Source: RFC 6455, 7.1.5. */
const abnormalClosure = 1006;

/**
 * Opens a client of the kind that the contract's servers have: a WebSocket, or else a connection on which nothing is said.
 *
 * @throws HandshakeError
 */
export async function openClient(
	instance: Instance,
	options: Pick<HandshakeOptions, 'timeoutMs' | 'busyTimeoutMs'>,
): Promise<OpenClient> {
	const { readiness = defaultReadiness } = instance.arena.contract;
	if (readiness.kind === 'websocket') {
		const socket = await openWebSocketTo(instance, options);
		return {
			onClose: (told) => void socket.once('close', told),
			readNothing: () => socket.pause(),
			end: () => {
				socket.removeAllListeners('close');
				socket.terminate();
			},
		};
	}
	const socket = await openConnection(instance, options.timeoutMs);
	return {
		onClose: (told) => void socket.once('close', () => told(abnormalClosure)),
		readNothing: () => void socket.pause(),
		end: () => {
			socket.removeAllListeners('close');
			socket.destroy();
		},
	};
}

/**
 * A TCP connection to the instance, its bytes read and thrown away.
 *
 * @throws HandshakeError with the errno, or when it is not there within the time.
 */
export function openConnection(instance: Instance, timeoutMs: number): Promise<net.Socket> {
	return new Promise((resolve, reject) => {
		const socket = net.connect({ host: instance.arena.connectAddress(instance), port: instance.port });
		const noTimer = afterElapsed(timeoutMs, instance.arena.elapsed(instance), () =>
			socket.destroy(new Error(`no answer within ${Math.round(timeoutMs)} ms`)),
		);
		const fail = (error: NodeJS.ErrnoException) => {
			noTimer();
			reject(new HandshakeError(error.code ?? error.message, null));
		};
		socket.once('error', fail);
		socket.once('connect', () => {
			noTimer();
			socket.off('error', fail);
			socket.on('error', () => {});
			socket.resume();
			resolve(socket);
		});
	});
}

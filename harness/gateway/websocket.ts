import { AbortError, default as pRetry } from 'p-retry';
import WebSocket from 'ws';

/** The only reasons for which a handshake is tried again: the listener is there, but not yet serving. */
const retriedErrors = new Set(['ECONNRESET', 'ECONNREFUSED', 'EPIPE']);
const retriedStatuses = new Set([425, 429, 503]);

export class HandshakeError extends Error {
	override readonly name = 'HandshakeError';
}

export interface HandshakeOptions {
	readonly address: string;
	readonly port: number;
	/** How long to try, in milliseconds. */
	readonly timeoutMs: number;
	/** Ends the tries early (the instance is gone). */
	readonly signal?: AbortSignal;
}

/**
 * Opens a WebSocket, trying again only for the reasons listed above.
 *
 * @throws HandshakeError with the last reason: `HTTP 404 text/html`, `ECONNREFUSED`, `no answer within 500 ms`, …
 */
export async function openWebSocket({ address, port, timeoutMs, signal }: HandshakeOptions): Promise<WebSocket> {
	const deadline = performance.now() + timeoutMs;
	return await pRetry(
		async () => {
			const leftMs = Math.max(1, deadline - performance.now());
			const outcome = await attempt(address, port, leftMs, signal);
			if (outcome instanceof WebSocket) return outcome;
			const error = new HandshakeError(outcome.reason);
			if (!outcome.again || performance.now() > deadline) throw new AbortError(error);
			throw error;
		},
		{
			retries: Number.POSITIVE_INFINITY,
			minTimeout: 10,
			maxTimeout: 100,
			factor: 1.5,
			maxRetryTime: timeoutMs,
			...(signal ? { signal } : {}),
		},
	);
}

function attempt(
	address: string,
	port: number,
	timeoutMs: number,
	signal: AbortSignal | undefined,
): Promise<WebSocket | { reason: string; again: boolean }> {
	return new Promise((resolve) => {
		const host = address.includes(':') ? `[${address}]` : address;
		const socket = new WebSocket(`ws://${host}:${port}`, { perMessageDeflate: false });
		const timer = setTimeout(() => fail(`no answer within ${Math.round(timeoutMs)} ms`, false), timeoutMs);
		const onAbort = () => fail('the instance ended', false);
		signal?.addEventListener('abort', onAbort, { once: true });
		const settle = () => {
			clearTimeout(timer);
			signal?.removeEventListener('abort', onAbort);
		};
		const fail = (reason: string, again: boolean) => {
			settle();
			resolve({ reason, again });
			socket.on('error', () => {});
			socket.terminate();
		};
		socket.once('open', () => {
			settle();
			socket.on('error', () => {});
			resolve(socket);
		});
		socket.once('unexpected-response', (_request, response) => {
			const type = response.headers['content-type'];
			const status = response.statusCode ?? 0;
			response.resume();
			fail(`HTTP ${status}${type ? ` ${type}` : ''}`, retriedStatuses.has(status));
		});
		socket.once('error', (error: NodeJS.ErrnoException) => {
			fail(error.code ?? error.message, retriedErrors.has(error.code ?? ''));
		});
	});
}

import { AbortError, default as pRetry } from 'p-retry';
import WebSocket from 'ws';
import { wantsCredentials } from '../timeline/wants-credentials.ts';

/** The only reasons for which a handshake is tried again: the listener is there, but not yet serving. */
const retriedErrors = new Set(['ECONNRESET', 'ECONNREFUSED', 'EPIPE']);
const retriedStatuses = new Set([425, 429, 503]);

export class HandshakeError extends Error {
	override readonly name = 'HandshakeError';
	/** The HTTP status that stood in the way; null when there was none. */
	readonly status: number | null;

	constructor(reason: string, status: number | null) {
		super(reason);
		this.status = status;
	}

	/** The server works, but takes no more clients: "too many", "busy". */
	get isRefusedAdmission(): boolean {
		return this.status !== null && retriedStatuses.has(this.status);
	}

	/** The server works, but wants to know who connects. */
	get wantsCredentials(): boolean {
		return wantsCredentials(this.status);
	}
}

export interface HandshakeOptions {
	readonly address: string;
	readonly port: number;
	/** How long to try, in milliseconds on the clock. */
	readonly timeoutMs: number;
	/** Milliseconds since the start; stands still while the server cannot answer. */
	readonly elapsed: () => number;
	/** How long to try again when the server says that it is busy, in milliseconds. Default: `timeoutMs`. */
	readonly busyTimeoutMs?: number;
	/** Goes with the request as a bearer token. */
	readonly token?: string;
	/** Ends the tries early (the instance is gone). */
	readonly signal?: AbortSignal;
}

/**
 * Opens a WebSocket, trying again only for the reasons listed above.
 *
 * @throws HandshakeError with the last reason: `HTTP 404 text/html`, `ECONNREFUSED`, `no answer within 500 ms`, …
 */
export async function openWebSocket(options: HandshakeOptions): Promise<WebSocket> {
	const { timeoutMs, elapsed, busyTimeoutMs = timeoutMs, signal } = options;
	const startedAt = elapsed();
	let last: HandshakeError | null = null;
	return await pRetry(
		async () => {
			const leftMs = startedAt + timeoutMs - elapsed();
			// A try without time would only hide why the earlier ones failed.
			if (last !== null && leftMs <= 0) throw new AbortError(last);
			const outcome = await attempt({ ...options, timeoutMs: Math.max(1, leftMs) });
			if (outcome instanceof WebSocket) return outcome;
			const outOfTime = elapsed() - startedAt > timeoutMs;
			const error: HandshakeError =
				outOfTime && last !== null ? last : new HandshakeError(outcome.reason, outcome.status);
			last = error;
			const busyTooLong = error.isRefusedAdmission && elapsed() - startedAt > busyTimeoutMs;
			if (!outcome.again || outOfTime || busyTooLong) throw new AbortError(error);
			throw error;
		},
		{
			retries: Number.POSITIVE_INFINITY,
			minTimeout: 10,
			maxTimeout: 100,
			factor: 1.5,
			...(signal ? { signal } : {}),
		},
	);
}

function attempt({
	address,
	port,
	timeoutMs,
	elapsed,
	token,
	signal,
}: HandshakeOptions): Promise<WebSocket | { reason: string; again: boolean; status: number | null }> {
	return new Promise((resolve) => {
		const host = address.includes(':') ? `[${address}]` : address;
		const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
		const socket = new WebSocket(`ws://${host}:${port}`, { perMessageDeflate: false, headers });
		const noTimer = afterElapsed(timeoutMs, elapsed, () => fail(`no answer within ${Math.round(timeoutMs)} ms`, false));
		const onAbort = () => fail('the instance ended', false);
		signal?.addEventListener('abort', onAbort, { once: true });
		const settle = () => {
			noTimer();
			signal?.removeEventListener('abort', onAbort);
		};
		const fail = (reason: string, again: boolean, status: number | null = null) => {
			settle();
			resolve({ reason, again, status });
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
			fail(`HTTP ${status}${type ? ` ${type}` : ''}`, retriedStatuses.has(status), status);
		});
		socket.once('error', (error: NodeJS.ErrnoException) => {
			fail(error.code ?? error.message, retriedErrors.has(error.code ?? ''));
		});
	});
}

/** Calls back after `delayMs` on a clock that can stop. Returns a function that cancels the callback. */
export function afterElapsed(delayMs: number, elapsed: () => number, callBack: () => void): () => void {
	const until = elapsed() + delayMs;
	let timer = setTimeout(check, delayMs);
	return () => clearTimeout(timer);

	function check(): void {
		const leftMs = until - elapsed();
		if (leftMs < 1) callBack();
		else timer = setTimeout(check, leftMs);
	}
}

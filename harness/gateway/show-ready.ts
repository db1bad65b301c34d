import { escapeForRegExp, fillHoles } from '../contract/holes.ts';
import { defaultReadiness } from '../contract/readiness.ts';
import type { Instance } from './instance.ts';
import { readyMessages } from './messages.ts';
import { openConnection } from './open-client.ts';
import { showWebSocket } from './show-websocket.ts';
import { HandshakeError } from './websocket.ts';

export interface ShowReadyOptions {
	/** How long to try, in milliseconds. */
	readonly timeoutMs: number;
	/** Ends the tries early (the instance is gone). */
	readonly signal: AbortSignal;
}

const betweenTriesMs = 50;
/** A server that is starting says so by these. */
const serverError = 500;

/**
 * Waits until a listening instance serves, as its contract says that a server shows it.
 *
 * @throws HandshakeError with the last reason.
 */
export async function showReady(instance: Instance, options: ShowReadyOptions): Promise<void> {
	const { readiness = defaultReadiness } = instance.arena.contract;
	switch (readiness.kind) {
		case 'websocket':
			return await showWebSocket(instance, options);
		case 'tcp':
			return await untilTried(instance, options, async (leftMs) => {
				const socket = await openConnection(instance, leftMs);
				socket.destroy();
			});
		case 'http':
			return await untilTried(instance, options, async (leftMs) => await answers(instance, readiness.path, leftMs));
		case 'output':
			return await untilTried(instance, options, async () => hasSaid(instance, readiness.line));
	}
}

async function untilTried(
	instance: Instance,
	{ timeoutMs, signal }: ShowReadyOptions,
	attempt: (leftMs: number) => Promise<void>,
): Promise<void> {
	const elapsedMs = instance.arena.elapsed(instance);
	for (;;) {
		const leftMs = timeoutMs - elapsedMs();
		try {
			return await attempt(Math.max(1, leftMs));
		} catch (error) {
			if (signal.aborted) throw new HandshakeError(readyMessages.ended, null);
			if (!(error instanceof HandshakeError) || leftMs <= 0) throw error;
		}
		await new Promise((resolve) => setTimeout(resolve, betweenTriesMs));
	}
}

async function answers(instance: Instance, path: string, leftMs: number): Promise<void> {
	const host = instance.arena.connectAddress(instance);
	const place = `http://${host.includes(':') ? `[${host}]` : host}:${instance.port}${path}`;
	let status: number;
	try {
		const response = await fetch(place, {
			signal: AbortSignal.timeout(Math.ceil(leftMs)),
			redirect: 'manual',
			headers: { connection: 'close' },
		});
		status = response.status;
		await response.body?.cancel();
	} catch (error) {
		throw new HandshakeError(reasonOf(error), null);
	}
	if (status >= serverError) throw new HandshakeError(`HTTP ${status}`, status);
}

/** `fetch` hides what happened in the cause. */
function reasonOf(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	const { cause } = error;
	return cause instanceof Error && 'code' in cause ? String(cause.code) : error.message;
}

function hasSaid({ lines, port, arena }: Instance, line: string): void {
	const holes = { host: escapeForRegExp(arena.contract.host), port };
	const pattern = new RegExp(fillHoles(line, holes));
	if (!lines.some((each) => pattern.test(each))) throw new HandshakeError(readyMessages.notSaid, null);
}

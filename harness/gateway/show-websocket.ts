import { setTimeout as sleep } from 'node:timers/promises';
import type WebSocket from 'ws';
import { openWebSocketTo } from './handshake.ts';
import type { Instance } from './instance.ts';
import { readyMessages } from './messages.ts';
import type { ShowReadyOptions } from './show-ready.ts';

/** When another handshake is begun beside one that is not answered, as shares of the whole time. */
const laterShares = [0.25, 0.5] as const;

/**
 * Waits until the instance answers a WebSocket handshake. Some builds listen before they can answer one, and leave those
 * that come meanwhile without an answer for good; so a later one decides as well as the first.
 *
 * @throws HandshakeError of the first one when none is answered.
 */
export async function showWebSocket(instance: Instance, { timeoutMs, signal }: ShowReadyOptions): Promise<void> {
	const over = new AbortController();
	const anyEnd = AbortSignal.any([signal, over.signal]);
	const handshake = async (afterMs: number) => {
		if (afterMs > 0) await sleep(afterMs, undefined, { signal: anyEnd });
		return await openWebSocketTo(instance, { timeoutMs: timeoutMs - afterMs, signal: anyEnd });
	};
	const first = handshake(0);
	const later = laterShares.map(async (share) => await handshake(timeoutMs * share));
	for (const each of [first, ...later]) each.then(end, () => {});
	try {
		// What goes wrong with a later one says nothing that the first will not say.
		const answered = await Promise.race([first.then(() => 'first' as const), ...later.map(succeeds)]);
		if (answered === 'first') return;
		instance.arena.recorder.add({ type: 'note', text: readyMessages.unanswered(instance.id) });
	} finally {
		over.abort();
	}
}

function succeeds(handshake: Promise<WebSocket>): Promise<'later'> {
	return new Promise((resolve) => {
		handshake.then(
			() => resolve('later'),
			() => {},
		);
	});
}

function end(socket: WebSocket): void {
	socket.terminate();
}

import { globSync } from 'node:fs';
import type { Instance } from '../gateway/instance.ts';

/** When a fault hits. A moment is waited for; one that never comes makes the fault unproven, and the case invalid. */
export interface Moment {
	readonly name: string;
	/** Resolves to true when the moment has come, false when it did not within its limit. */
	reached(instance: Instance): Promise<boolean>;
}

/** How long a moment is waited for unless it says otherwise, in milliseconds. */
const momentTimeoutMs = 60_000;

/** A fixed time from now. */
export function afterMs(delayMs: number): Moment {
	return {
		name: `${delayMs} ms later`,
		async reached() {
			const startedAt = performance.now();
			await pass(() => startedAt + delayMs - performance.now());
			return true;
		},
	};
}

/** So many milliseconds after the instance was asked to stop (SIGTERM, SIGINT). */
export function intoShutdown(delayMs: number): Moment {
	return {
		name: `${delayMs} ms into the shutdown`,
		async reached(instance) {
			const askedAt = instance.arena.gracefulStopFiredAt(instance);
			if (askedAt === null) return false;
			await pass(() => askedAt + delayMs - instance.arena.recorder.now());
			return true;
		},
	};
}

/** At once after its spawn. */
export function whenSpawned(): Moment {
	return { name: 'right after exec', reached: async () => true };
}

/** When a line of either stream matches. */
export function onOutput(pattern: RegExp): Moment {
	return watched(`output matches ${pattern}`, (instance) => instance.lines.some((line) => pattern.test(line)));
}

/** When a file or folder that matches the glob (relative to the arena: `tmp/x-0/*.lock`) is there. */
export function whenFileAppears(glob: string): Moment {
	return watched(`${glob} appears`, (instance) => globSync(glob, { cwd: instance.arena.folder }).length > 0);
}

/** When a process of the instance listens on its port. */
export const whenListening: Moment = watched('listening', (instance) => instance.listening);

/** When a WebSocket handshake with the holder was done. */
export const whenReady: Moment = watched('ready', (instance) => instance.ready);

/** When so many clients of the harness are connected. */
export function withClients(count: number): Moment {
	return watched(`${count} clients connected`, (instance) => instance.clients >= count);
}

function watched(name: string, condition: (instance: Instance) => boolean): Moment {
	return {
		name,
		reached: (instance) =>
			instance.arena.watcher.until(
				() => condition(instance),
				instance.arena.expiry(momentTimeoutMs, instance, { orGone: true }),
			),
	};
}

/** The end of a delay is waited for without the event loop, where the work of other cases could come between. */
const blockedMs = 20;

async function pass(leftMs: () => number): Promise<void> {
	for (let left = leftMs(); left > blockedMs; left = leftMs()) {
		await new Promise((resolve) => setTimeout(resolve, Math.ceil(left - blockedMs)));
	}
	const clock = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
	for (let left = leftMs(); left > 0; left = leftMs()) Atomics.wait(clock, 0, 0, left);
}

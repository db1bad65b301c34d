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

export function afterMs(delayMs: number): Moment {
	return {
		name: `${delayMs} ms later`,
		reached: () => new Promise((resolve) => setTimeout(() => resolve(true), delayMs)),
	};
}

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

export const whenListening: Moment = watched('listening', (instance) => instance.listening);

export const whenReady: Moment = watched('ready', (instance) => instance.ready);

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

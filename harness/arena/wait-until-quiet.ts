import type { Instance } from '../gateway/instance.ts';

/** A restart that has begun shows something new (a process, a listener, an end) within less. */
const quietMs = 1_500;
const limitMs = 20_000;

/**
 * Waits for the end of whatever a signal set off that may mean a restart: until nothing of the instance is left, or it
 * listens and neither its processes nor its listeners have changed for 1.5 s in which it had a core. At most 20 s.
 */
export async function waitUntilQuiet(instance: Instance): Promise<void> {
	const { arena } = instance;
	let last = '';
	let isQuiet = () => false;
	await arena.watcher.until(
		() => {
			if (instance.gone) return true;
			const now = stateOf(instance);
			if (now !== last) isQuiet = arena.expiry(quietMs, instance);
			last = now;
			return instance.listening && isQuiet();
		},
		arena.expiry(limitMs, instance),
	);
}

function stateOf(instance: Instance): string {
	return [...instance.processes('tree').map(({ pid }) => pid), '|', ...instance.listeners.keys()].join(' ');
}

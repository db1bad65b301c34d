import type { Arena } from './arena.ts';

/** What a reboot may leave of an arena's files: what survives on disk and what lies in memory are different folders. */
export type Wiped = 'tmp' | 'state';

/**
 * Imitates what a reboot does to files, for when no gateway lives: `tmp` empties /tmp, /run and /dev/shm and keeps every
 * home; `state` empties every home and keeps those (a container whose volume is fresh while its /tmp is not). The caches
 * of a warmed build are laid back: a limit measured on warm starts must not judge a cold one. Where they cannot be, the next
 * start is recorded as cold, and judged by the limit of a first start.
 */
export function reboot(arena: Arena, wiped: Wiped): void {
	const folders = wiped === 'tmp' ? (['tmp', 'run', 'shm'] as const) : (['home'] as const);
	arena.startOver(folders);
	arena.recorder.add({ type: 'note', text: `reboot imitated: emptied ${folders.join(', ')}` });
}

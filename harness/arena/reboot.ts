import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Arena } from './arena.ts';

/** What a reboot may leave of an arena's files: what survives on disk and what lies in memory are different folders. */
export type Wiped = 'tmp' | 'state';

/**
 * Imitates what a reboot does to files, for when no gateway lives: `tmp` empties /tmp, /run and /dev/shm and keeps every
 * home; `state` empties every home and keeps those (a container whose volume is fresh while its /tmp is not).
 */
export function reboot(arena: Arena, wiped: Wiped): void {
	const folders = wiped === 'tmp' ? ['tmp', 'run', 'shm'] : ['home'];
	for (const folder of folders) {
		const full = path.join(arena.folder, folder);
		for (const name of readdirSync(full)) rmSync(path.join(full, name), { recursive: true, force: true });
	}
	arena.recorder.add({ type: 'note', text: `reboot imitated: emptied ${folders.join(', ')}` });
}

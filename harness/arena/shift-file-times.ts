import { lstatSync, lutimesSync } from 'node:fs';
import path from 'node:path';
import { walkArena } from '../observe/arena-files.ts';
import type { Arena } from './arena.ts';

/**
 * Moves the times of all that lies in the arena by so many days, best for when no gateway lives. To files this is what a jump
 * of the wall clock is: with +1 they were written tomorrow, as after a clock that ran ahead was set right.
 */
export function shiftFileTimes(arena: Arena, days: number): void {
	const { files } = walkArena(arena.folder);
	const shifted = files.filter((file) => shift(path.join(arena.folder, file.path), days * 24 * 3_600_000));
	arena.recorder.add({ type: 'note', text: `the times of ${shifted.length} files moved by ${days} days` });
}

/** False when the file is gone: a living holder may remove its own. */
function shift(file: string, shiftMs: number): boolean {
	try {
		const { atimeMs, mtimeMs } = lstatSync(file);
		lutimesSync(file, (atimeMs + shiftMs) / 1_000, (mtimeMs + shiftMs) / 1_000);
		return true;
	} catch {
		return false;
	}
}

import { cpSync, lstatSync } from 'node:fs';
import { maskTree } from './mask-files.ts';

/** Larger files are not kept: the record tells that they are there. */
const maxFileBytes = 64 * 1024 * 1024;

/** Copies an arena's folder to where the user can look at it, as far as it can be copied. */
export function keepArena(folder: string, target: string): void {
	try {
		cpSync(folder, target, {
			recursive: true,
			verbatimSymlinks: true,
			// A FIFO would block the copy, a socket cannot be copied.
			filter: (source) => isCopyable(source),
		});
	} catch {
		// What could be copied is there; the timeline lists the rest.
	}
	maskTree(target);
}

function isCopyable(source: string): boolean {
	const stats = lstatSync(source);
	return stats.isFile() ? stats.size < maxFileBytes : stats.isDirectory() || stats.isSymbolicLink();
}

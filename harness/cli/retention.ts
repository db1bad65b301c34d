import { lstatSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Retention } from '../config/project-config.ts';

const runName = /^\d{8}-\d{6}-\d+(?:-\d+)?$/;
const megabyte = 1024 * 1024;
/** A folder is measured no further. */
const maxEntries = 100_000;

/** The runs below `.gatelock`, oldest first. */
export function storedRuns(root: string): string[] {
	try {
		return readdirSync(root)
			.filter((name) => runName.test(name))
			.sort();
	} catch {
		return [];
	}
}

/**
 * Removes the oldest runs until both limits hold; the current one stays whatever it weighs.
 *
 * @returns The names of those that were removed.
 */
export function removeOldRuns(root: string, current: string, { runs, megabytes }: Retention): string[] {
	const others = storedRuns(root)
		.filter((name) => name !== current)
		.reverse();
	const removed: string[] = [];
	let bytes = 0;
	for (const [index, name] of others.entries()) {
		const folder = path.join(root, name);
		bytes += sizeOf(folder);
		if (index + 1 < runs && bytes <= megabytes * megabyte) continue;
		rmSync(folder, { recursive: true, force: true });
		removed.push(name);
	}
	return removed;
}

function sizeOf(folder: string): number {
	let bytes = 0;
	let left = maxEntries;
	const folders = [folder];
	for (let next = folders.pop(); next !== undefined && left > 0; next = folders.pop()) {
		for (const name of namesIn(next)) {
			left--;
			const place = path.join(next, name);
			const stats = lstatSync(place, { throwIfNoEntry: false });
			if (stats?.isDirectory()) folders.push(place);
			else bytes += stats?.size ?? 0;
		}
	}
	return bytes;
}

function namesIn(folder: string): string[] {
	try {
		return readdirSync(folder);
	} catch {
		return [];
	}
}

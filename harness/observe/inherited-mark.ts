import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** Instances of one arena that can be told apart by their mark. */
const instancesPerArena = 4_096;
/** Of the run's hash and of the arena's; with the instance's number the mark stays a safe integer (52 bits). */
const hashes = 2 ** 20;

/**
 * A number for the resource limit "file locks" (RLIMIT_LOCKS), which Linux has not enforced since 2.4.25: every child
 * inherits it, whatever it does to its environment, its session or its parents.
 *
 * @param instance Number of the instance in its arena, from 1.
 */
export function inheritedMark(arenaMarker: string, instance: number): number {
	return hashOf(arenaMarker) * instancesPerArena + (instance % instancesPerArena);
}

/** Whether a mark was made for an instance of that arena. */
export function isMarkOf(mark: number | null, arenaMarker: string): boolean {
	return mark !== null && Math.floor(mark / instancesPerArena) === hashOf(arenaMarker);
}

/** Whether a mark was made for any instance of that arena's run. */
export function isMarkOfRun(mark: number | null, arenaMarker: string): boolean {
	return mark !== null && Math.floor(mark / instancesPerArena / hashes) === runHash(arenaMarker);
}

/** The mark that the process has inherited; null when it has none. */
export function readInheritedMark(pid: number): number | null {
	try {
		const [, hard] = /^Max file locks +\S+ +(\d+) /m.exec(readFileSync(`/proc/${pid}/limits`, 'utf8')) ?? [];
		return hard === undefined ? null : Number(hard);
	} catch {
		return null;
	}
}

/** A run's arenas have markers that begin alike: `<run>/<process>/<arena>`. */
function hashOf(marker: string): number {
	return runHash(marker) * hashes + shortHash(marker);
}

function runHash(marker: string): number {
	return shortHash(marker.split('/')[0] ?? marker);
}

function shortHash(text: string): number {
	return createHash('sha256').update(text).digest().readUInt32BE(0) % hashes;
}

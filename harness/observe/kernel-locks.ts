import { readFileSync } from 'node:fs';
import type { KernelLock } from '../timeline/events.ts';
import type { FoundFile } from './arena-files.ts';

/** flock and POSIX locks on files of the arena (`/proc/locks` names them by inode). */
export function readFileLocks(files: readonly FoundFile[]): KernelLock[] {
	const byInode = new Map(files.map((file) => [file.identity.split(' ')[0], file.path]));
	const locks: KernelLock[] = [];
	for (const line of readLines('/proc/locks')) {
		const match = /^\d+: (FLOCK|POSIX|OFDLCK) +\S+ +\S+ +(-?\d+) [0-9a-f]+:[0-9a-f]+:(\d+) /.exec(line);
		const path = byInode.get(match?.[3]);
		if (match === null || path === undefined) continue;
		const pid = Number(match[2]);
		locks.push({ kind: match[1] === 'FLOCK' ? 'flock' : 'posix', what: path, ...(pid > 0 ? { pid } : {}) });
	}
	return locks;
}

function readLines(path: string): string[] {
	try {
		return readFileSync(path, 'utf8').split('\n');
	} catch {
		return [];
	}
}

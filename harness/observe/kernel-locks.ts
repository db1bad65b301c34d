import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { KernelLock } from '../timeline/events.ts';
import type { FoundFile } from './arena-files.ts';

const tableFile = '/proc/locks';

/**
 * The kernel's table of file locks; null when it cannot be read. To write it the kernel waits until every core has let go
 * of its own list (`percpu_down_write` in fs/locks.c), some 10 ms: the event loop goes on meanwhile.
 */
export async function readLockTable(): Promise<string | null> {
	return await readFile(tableFile, 'utf8').catch(() => null);
}

/** The same, for a caller that cannot wait. */
export function readLockTableNow(): string | null {
	try {
		return readFileSync(tableFile, 'utf8');
	} catch {
		return null;
	}
}

/** The flock and POSIX locks in the table that are on one of the files. Source: proc_locks(5). Pure. */
export function fileLocksIn(table: string, files: readonly FoundFile[]): KernelLock[] {
	const byInode = new Map(files.map((file) => [file.identity.split(' ')[0], file.path]));
	const locks: KernelLock[] = [];
	for (const line of table.split('\n')) {
		const match = /^\d+: (FLOCK|POSIX|OFDLCK) +\S+ +\S+ +(-?\d+) [0-9a-f]+:[0-9a-f]+:(\d+) /.exec(line);
		const path = byInode.get(match?.[3]);
		if (match === null || path === undefined) continue;
		const pid = Number(match[2]);
		locks.push({ kind: match[1] === 'FLOCK' ? 'flock' : 'posix', what: path, ...(pid > 0 ? { pid } : {}) });
	}
	return locks;
}

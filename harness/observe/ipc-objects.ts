import type { KernelLock } from '../timeline/events.ts';

/** A table begins with the names of its columns, and the second one tells whose it is. Source: proc_sysvipc(5). */
const kinds = { shmid: 'shared-memory', semid: 'semaphores', msqid: 'message-queue' } as const;

/**
 * Parses `/proc/sysvipc/shm`, `sem` and `msg`, one after the other. An object without a key (IPC_PRIVATE) is left out: no
 * later start can find it, so that it locks nothing.
 */
export function parseIpcTable(text: string): KernelLock[] {
	const objects: KernelLock[] = [];
	let kind: KernelLock['kind'] | null = null;
	for (const line of text.split('\n')) {
		const [key = '', id = ''] = line.trim().split(/\s+/);
		if (isTable(id)) kind = kinds[id];
		// A key is printed as a signed decimal.
		else if (kind !== null && key !== '' && Number(key) !== 0) {
			objects.push({ kind, what: `key 0x${(Number(key) >>> 0).toString(16).padStart(8, '0')}` });
		}
	}
	return objects;
}

function isTable(word: string): word is keyof typeof kinds {
	return Object.hasOwn(kinds, word);
}

import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseIpcTable } from '../observe/ipc-objects.ts';
import type { KernelLock } from '../timeline/events.ts';
import { unmount } from './homes.ts';

const timeoutMs = 5_000;
/** Queues that are listed. */
const maxQueues = 100;

/**
 * An IPC namespace of one arena: whatever stands in its tables was made by a gateway of this arena, and it ends with the
 * arena. Without one (no namespaces, or the kernel refuses) a gateway uses that of the run, and no table is read.
 */
export class IpcSpace {
	readonly #descriptor: number;
	readonly #queues: string;
	#isClosed = false;

	private constructor(descriptor: number, queues: string) {
		this.#descriptor = descriptor;
		this.#queues = queues;
	}

	/** @param folder A folder of the arena that is not audited. Null when the kernel refuses. */
	static open(folder: string): IpcSpace | null {
		const file = path.join(folder, 'ipc');
		const queues = path.join(folder, 'mqueue');
		try {
			writeFileSync(file, '');
			mkdirSync(queues);
			// The program after unshare mounts the queues of the new namespace where this process can list them.
			run('unshare', [`--ipc=${file}`, '--', 'mount', '-n', '-t', 'mqueue', 'gatelock', queues]);
			const descriptor = openSync(file, 'r');
			// Held by the descriptor, it needs no mount, which every gateway would get a copy of.
			run('umount', ['-n', '-l', file]);
			return new IpcSpace(descriptor, queues);
		} catch {
			return null;
		}
	}

	/** Words before a command that is to run in it. */
	get words(): string[] {
		return ['nsenter', `--ipc=/proc/${process.pid}/fd/${this.#descriptor}`, '--'];
	}

	/** What lies in it now that a later start can find again; null when it cannot be read. */
	objects(): KernelLock[] | null {
		const [file = '', ...args] = [...this.words, 'sh', '-c', 'cd /proc/sysvipc && cat shm sem msg'];
		try {
			const queues = readdirSync(this.#queues).slice(0, maxQueues);
			return [
				...parseIpcTable(run(file, args)),
				...queues.map((name) => ({ kind: 'posix-message-queue', what: `/${name}` }) as const),
			];
		} catch {
			return null;
		}
	}

	async close(): Promise<void> {
		if (this.#isClosed) return;
		this.#isClosed = true;
		await unmount(this.#queues);
		closeSync(this.#descriptor);
	}
}

function run(file: string, args: readonly string[]): string {
	return execFileSync(file, args, { encoding: 'utf8', timeout: timeoutMs, stdio: ['ignore', 'pipe', 'ignore'] });
}

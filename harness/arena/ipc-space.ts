import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { parseIpcTable } from '../observe/ipc-objects.ts';
import type { KernelLock } from '../timeline/events.ts';
import { unmount } from './homes.ts';
import type { Isolation } from './isolation.ts';
import { arenaMessages } from './messages.ts';

const timeoutMs = 5_000;
/** Queues that are listed. */
const maxQueues = 100;

/**
 * An IPC namespace of one arena: whatever stands in its tables was made by a gateway of this arena, and it ends with the
 * arena. Without one (no namespaces, or the kernel refuses) a gateway uses that of the run, and no table is read. Where
 * only the file system of POSIX queues is refused, the System V tables are read all the same.
 */
export class IpcSpace {
	readonly #descriptor: number;
	/** Where POSIX queues are listed; null where they cannot be. */
	readonly #queues: string | null;
	#isClosed = false;

	private constructor(descriptor: number, queues: string | null) {
		this.#descriptor = descriptor;
		this.#queues = queues;
	}

	/** @param folder A folder of the arena that is not audited. Null without namespaces, and when the kernel refuses. */
	static open(folder: string, isolation: Isolation): IpcSpace | null {
		if (isolation.kind !== 'namespaces') return null;
		const file = path.join(folder, 'ipc');
		const queues = path.join(folder, 'mqueue');
		try {
			writeFileSync(file, '');
			mkdirSync(queues);
			// The program after unshare mounts the queues of the new namespace where this process can list them.
			const mount = 'mount -n -t mqueue gatelock "$1" 2>/dev/null && echo mounted || :';
			const said = run('unshare', [`--ipc=${file}`, '--', 'sh', '-c', mount, 'gatelock', queues]);
			const descriptor = openSync(file, 'r');
			// Held by the descriptor, it needs no mount, which every gateway would get a copy of.
			run('umount', ['-n', '-l', file]);
			return new IpcSpace(descriptor, said === '' ? null : queues);
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
			const queues = this.#queues === null ? [] : readdirSync(this.#queues).slice(0, maxQueues);
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
		if (this.#queues !== null) await unmount(this.#queues);
		closeSync(this.#descriptor);
	}
}

/** Whether an arena can have such a space with all its parts: null, or what is not looked at, and why. */
export async function probeIpcSpace(isolation: Isolation): Promise<string | null> {
	if (isolation.kind !== 'namespaces') return arenaMessages.ipcOfMachine(isolation.reason);
	const words = ['--user', '--map-root-user', '--ipc', '--mount', '--propagation', 'private', '--', 'sh', '-c'];
	// Over a folder that exists everywhere, in a mount namespace of its own.
	const script = 'cat /proc/sysvipc/shm >/dev/null || exit 3; exec mount -n -t mqueue gatelock /tmp';
	const probe = await execa('unshare', [...words, script], { reject: false, timeout: timeoutMs, stdin: 'ignore' });
	if (probe.exitCode === 0) return null;
	const said = probe.stderr.trim().split('\n').at(-1) || `exit code ${probe.exitCode ?? probe.signal}`;
	return said.startsWith('mount:') ? arenaMessages.noQueues(said) : arenaMessages.noIpcTables(said);
}

function run(file: string, args: readonly string[]): string {
	return execFileSync(file, args, { encoding: 'utf8', timeout: timeoutMs, stdio: ['ignore', 'pipe', 'ignore'] });
}

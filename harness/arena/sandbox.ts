import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseIpcTable } from '../observe/ipc-objects.ts';
import { readMountNamespace } from '../observe/proc.ts';
import type { KernelLock } from '../timeline/events.ts';
import { endOfAnswer, Keeper, KeeperError } from './keeper.ts';
import {
	caseMounts,
	hostMountPoints,
	type Mount,
	mountTable,
	readMountInfo,
	settingsMounts,
} from './sandbox-mounts.ts';

/** Longest wait for the tables of System V IPC when they are read synchronously. */
const tablesTimeoutMs = 5_000;
/** Message queues that are listed. */
const maxQueues = 100;

/** The shell waits for requests with what it has built in, so that an answer costs no process. Sources: proc_sysvipc(5). */
const answering = [
	'echo $mounted',
	`echo ${endOfAnswer}`,
	'while read -r request; do',
	'for table in shm sem msg; do',
	'{ while read -r line; do echo "$line"; done < /proc/sysvipc/$table; } 2>/dev/null || echo unreadable',
	'done',
	`echo ${endOfAnswer}`,
	'done',
].join('\n');

/** `unshare` and what it does to mounts: later mounts of the harness below its arenas appear in the sandbox, never the reverse. */
const unshareMounts = ['unshare', '--mount', '--propagation', 'slave'];

/** What one process needs once: a mount namespace with the machine read-only, from which the sandboxes of all cases follow. */
const templates = new Map<string, Promise<Keeper>>();

/**
 * The mount and IPC namespaces of one case. They are made once; each start of a gateway enters them. In them the machine
 * is read-only, and `/tmp`, `/var/tmp`, `/dev/shm` and `/run` are the arena's own. Descriptors hold the namespaces, so
 * that they stay when a gateway kills the shell in them.
 */
export class Sandbox {
	/** `mnt:[4026531841]`: in it lives every gateway of the case, and nothing else but the shell. */
	readonly mountNamespace: string;
	/** Of all sandboxes of this process: what lives in another one's is not an arena's own. */
	static readonly #open = new Set<string>();
	readonly #keeper: Keeper;
	readonly #descriptors: Readonly<Record<'mount' | 'ipc' | 'wd', number>>;
	/** Where POSIX queues are listed, as this process sees it; null where the kernel refuses to list them. */
	readonly #queues: string | null;
	readonly #hasIpc: boolean;
	#isClosed = false;

	private constructor(
		keeper: Keeper,
		{ hasIpc, queues }: { readonly hasIpc: boolean; readonly queues: string | null },
	) {
		this.#keeper = keeper;
		this.#hasIpc = hasIpc;
		this.#queues = queues === null ? null : path.join(`/proc/${keeper.pid}/root`, queues);
		const open = (place: string) => openSync(`/proc/${keeper.pid}/${place}`, 'r');
		this.#descriptors = { mount: open('ns/mnt'), ipc: open('ns/ipc'), wd: open('cwd') };
		this.mountNamespace = readlinkSync(`/proc/self/fd/${this.#descriptors.mount}`);
		Sandbox.#open.add(this.mountNamespace);
	}

	/** Whether a mount namespace is certainly not that of a gateway of this sandbox. */
	isForeign(mountNamespace: string | null): boolean {
		if (mountNamespace === this.mountNamespace || mountNamespace === null) return false;
		return mountNamespace === readMountNamespace(process.pid) || Sandbox.#open.has(mountNamespace);
	}

	/**
	 * Makes the sandbox of an arena.
	 *
	 * @param arena The arena's folder; `cwd` in it becomes the working folder, `control` contains the tables of mounts.
	 * @param options.arenaRoot The folder of all arenas, a mount point.
	 * @param options.visible Paths that stay visible below a private folder.
	 * @throws KeeperError when the kernel refuses a mount.
	 */
	static async open(
		arena: string,
		{ arenaRoot, visible }: { readonly arenaRoot: string; readonly visible: readonly string[] },
	): Promise<Sandbox> {
		const template = await templateFor(arenaRoot);
		const control = path.join(arena, 'control');
		const queues = path.join(control, 'mqueue');
		mkdirSync(queues, { recursive: true });
		writeTable(path.join(control, 'mounts'), caseMounts(arena, visible));
		writeTable(settingsTable(arena), settingsMounts());
		const script = [
			'cd "$1/cwd" && mount -n -a -T "$1/control/mounts" || exit 125',
			'mounted=; mount -n -t mqueue gatelock "$1/control/mqueue" 2>/dev/null && mounted=queues',
			answering,
		].join('\n');
		const start = async (options: readonly string[]) =>
			await Keeper.start('The sandbox of a case', [
				...['nsenter', `--mount=/proc/${template.pid}/ns/mnt`, '--'],
				...[...unshareMounts, ...options, '--', 'sh', '-c', script, 'gatelock', arena],
			]);
		try {
			const keeper = await start(['--ipc']);
			return new Sandbox(keeper, { hasIpc: true, queues: keeper.greeting.includes('queues') ? queues : null });
		} catch (error) {
			if (!(error instanceof KeeperError)) throw error;
			// Where the kernel refuses an IPC namespace, the case uses that of the run.
			return new Sandbox(await start([]), { hasIpc: false, queues: null });
		}
	}

	/** The shell in it. */
	get keeperPid(): number {
		return this.#keeper.pid;
	}

	/** The arguments before a command that is to run in it, in its working folder: one program, which becomes the next one. */
	get enterArgs(): string[] {
		const at = (name: 'mount' | 'ipc' | 'wd') => `/proc/${process.pid}/fd/${this.#descriptors[name]}`;
		return ['nsenter', `--mount=${at('mount')}`, `--ipc=${at('ipc')}`, `--wd=${at('wd')}`, '--'];
	}

	/** IPC objects that a later start can find; empty where the case has no namespace for them, null when they cannot be read. */
	async ipcObjects(): Promise<KernelLock[] | null> {
		if (!this.#hasIpc) return [];
		return this.#parse(await this.#keeper.ask('tables'));
	}

	/** The same, for a caller that cannot wait: one more program, and the event loop stands still meanwhile. */
	ipcObjectsNow(): KernelLock[] | null {
		if (!this.#hasIpc) return [];
		const args = [
			`--ipc=/proc/${process.pid}/fd/${this.#descriptors.ipc}`,
			'--',
			'sh',
			'-c',
			'cd /proc/sysvipc && cat shm sem msg',
		];
		try {
			return this.#parse(
				execFileSync('nsenter', args, {
					encoding: 'utf8',
					timeout: tablesTimeoutMs,
					stdio: ['ignore', 'pipe', 'ignore'],
				}).split('\n'),
			);
		} catch {
			return null;
		}
	}

	/** Ends the shell; the namespaces end with the last gateway in them. */
	close(): void {
		if (this.#isClosed) return;
		this.#isClosed = true;
		Sandbox.#open.delete(this.mountNamespace);
		this.#keeper.end();
		for (const descriptor of Object.values(this.#descriptors)) closeSync(descriptor);
	}

	#parse(tables: readonly string[] | null): KernelLock[] | null {
		if (tables === null || tables.includes('unreadable')) return null;
		try {
			const queues = this.#queues === null ? [] : readdirSync(this.#queues).slice(0, maxQueues);
			return [
				...parseIpcTable(tables.join('\n')),
				...queues.map((name) => ({ kind: 'posix-message-queue', what: `/${name}` }) as const),
			];
		} catch {
			return null;
		}
	}
}

/** The table of mounts that protect the settings of the machine again, for a start that mounts `/proc` anew. */
export function settingsTable(arena: string): string {
	return path.join(arena, 'control', 'settings');
}

/** Once for each process: each has its own view of the folder of arenas. */
async function templateFor(arenaRoot: string): Promise<Keeper> {
	const existing = templates.get(arenaRoot);
	if (existing !== undefined && !(await existing).hasEnded) return await existing;
	const settings = settingsMounts().map(({ target }) => target);
	const script = [
		...settings.map(
			(place) => `mount -n --rbind ${place} ${place} && mount -n -o remount,bind,ro ${place} || exit 125`,
		),
		// A mount that refuses is one of the kernel's own, or already read-only.
		'for place do mount -n -o remount,bind,ro "$place" 2>/dev/null || :; done',
		answering,
	].join('\n');
	const points = hostMountPoints(readMountInfo(), arenaRoot);
	const started = Keeper.start('The read-only view of the machine', [
		...[...unshareMounts, '--', 'sh', '-c', script, 'gatelock', ...points],
	]);
	templates.set(arenaRoot, started);
	return await started;
}

function writeTable(file: string, mounts: readonly Mount[]): void {
	writeFileSync(file, mountTable(mounts));
}

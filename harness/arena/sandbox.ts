import { execFileSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseIpcTable } from '../observe/ipc-objects.ts';
import { readMountNamespace } from '../observe/proc.ts';
import type { KernelLock } from '../timeline/events.ts';
import { endOfAnswer, Keeper, KeeperError } from './keeper.ts';
import {
	caseMounts,
	hostMountPoints,
	mountPointsIn,
	mountTable,
	readMountInfo,
	settingsMounts,
} from './sandbox-mounts.ts';

/** Longest wait for the tables of System V IPC when they are read synchronously. */
const tablesTimeoutMs = 5_000;
/** Message queues that are listed. */
const maxQueues = 100;

/** A shell answers this when it has mounted the file system that lists POSIX queues. */
const queuesMounted = 'queues';

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

/** Which folder a sandbox is for. */
interface SandboxOptions {
	/** The arena's folder; `cwd` in it becomes the working folder, `control` contains the tables of mounts. */
	readonly arena: string;
	/** The folder of all arenas, a mount point. */
	readonly arenaRoot: string;
	/** Paths that stay visible below a private folder. */
	readonly visible: readonly string[];
}

/** One mount namespace, held by descriptors, so that it stays when a gateway kills the shell in it. */
interface View {
	readonly keeper: Keeper;
	readonly mount: number;
	/** The working folder in it. */
	readonly cwd: number;
	/** `mnt:[4026531841]` */
	readonly id: string;
}

/**
 * The mount and IPC namespaces of one case. They are made once; each start of a gateway enters them. In them the machine
 * is read-only, and `/tmp`, `/var/tmp`, `/dev/shm` and `/run` are the arena's own.
 */
export class Sandbox {
	/** The mount namespaces of all sandboxes of this process: what lives in another one's is not an arena's own. */
	static readonly #open = new Set<string>();
	readonly #options: SandboxOptions;
	/** The last one is for the next start; gateways may still live in the others. */
	readonly #views: [View, ...View[]];
	/** The IPC namespace; null where the kernel refuses one, and the case uses that of the run. */
	readonly #ipc: number | null;
	/** Where POSIX queues are listed, as this process sees it; null where the kernel refuses to list them. */
	readonly #queues: string | null;
	#isClosed = false;

	private constructor(options: SandboxOptions, keeper: Keeper, hasIpc: boolean) {
		this.#options = options;
		this.#views = [viewOf(keeper)];
		this.#ipc = hasIpc ? openSync(`/proc/${keeper.pid}/ns/ipc`, 'r') : null;
		const canList = hasIpc && keeper.greeting.includes(queuesMounted);
		this.#queues = canList ? path.join(`/proc/${keeper.pid}/root`, queuesFolder(options.arena)) : null;
		Sandbox.#open.add(this.mountNamespace);
	}

	/**
	 * Makes the sandbox of an arena.
	 *
	 * @throws KeeperError when the kernel refuses a mount.
	 */
	static async open(options: SandboxOptions): Promise<Sandbox> {
		const { arena } = options;
		mkdirSync(queuesFolder(arena), { recursive: true });
		writeFileSync(settingsTable(arena), mountTable(settingsMounts()));
		try {
			return new Sandbox(options, await keeperFor(options, { unshare: ['--ipc'] }), true);
		} catch (error) {
			if (!(error instanceof KeeperError)) throw error;
			return new Sandbox(options, await keeperFor(options, {}), false);
		}
	}

	/**
	 * Makes another mount namespace for later starts when a place over which a visible path is mounted was removed, for
	 * instance by a scenario that empties `/tmp`: the kernel then drops the mount.
	 *
	 * @throws KeeperError when the kernel refuses a mount.
	 */
	async renewIfNeeded(): Promise<void> {
		const { arena, visible } = this.#options;
		if ([...mountPointsIn(arena, visible)].every((place) => existsSync(place))) return;
		const enter = this.#ipc === null ? [] : [`--ipc=/proc/${process.pid}/fd/${this.#ipc}`];
		const view = viewOf(await keeperFor(this.#options, { enter }));
		this.#views.push(view);
		Sandbox.#open.add(view.id);
	}

	/** The mount namespace of the next start. */
	get mountNamespace(): string {
		return (this.#views.at(-1) ?? this.#views[0]).id;
	}

	/** Whether processes in that mount namespace belong to this sandbox. */
	contains(mountNamespace: string | null): boolean {
		return this.#views.some(({ id }) => id === mountNamespace);
	}

	/** Whether a process is one of the shells in it. */
	isKeeper(pid: number): boolean {
		return this.#views.some(({ keeper }) => keeper.pid === pid);
	}

	/** Whether a mount namespace is certainly not that of a gateway of this sandbox. */
	isForeign(mountNamespace: string | null): boolean {
		if (mountNamespace === null || this.contains(mountNamespace)) return false;
		return mountNamespace === readMountNamespace(process.pid) || Sandbox.#open.has(mountNamespace);
	}

	/** The arguments before a command that is to run in it, in its working folder: one program, which becomes the next one. */
	get enterArgs(): string[] {
		const { mount, cwd } = this.#views.at(-1) ?? this.#views[0];
		const at = (descriptor: number) => `/proc/${process.pid}/fd/${descriptor}`;
		const ipc = this.#ipc === null ? [] : [`--ipc=${at(this.#ipc)}`];
		return ['nsenter', `--mount=${at(mount)}`, ...ipc, `--wd=${at(cwd)}`, '--'];
	}

	/** IPC objects that a later start can find; empty where the case has no namespace for them, null when they cannot be read. */
	async ipcObjects(): Promise<KernelLock[] | null> {
		if (this.#ipc === null) return [];
		return this.#parse(await this.#views[0].keeper.ask('tables'));
	}

	/** The same, for a caller that cannot wait: one more program, and the event loop stands still meanwhile. */
	ipcObjectsNow(): KernelLock[] | null {
		if (this.#ipc === null) return [];
		const enter = [`--ipc=/proc/${process.pid}/fd/${this.#ipc}`, '--'];
		const args = [...enter, 'sh', '-c', 'cd /proc/sysvipc && cat shm sem msg'];
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

	/** Ends the shells; the namespaces end with the last gateway in them. */
	close(): void {
		if (this.#isClosed) return;
		this.#isClosed = true;
		for (const { keeper, mount, cwd, id } of this.#views) {
			Sandbox.#open.delete(id);
			keeper.end();
			closeSync(mount);
			closeSync(cwd);
		}
		if (this.#ipc !== null) closeSync(this.#ipc);
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

function queuesFolder(arena: string): string {
	return path.join(arena, 'control', 'mqueue');
}

/** A shell in a new mount namespace of the case, with the mounts of the case in it. */
async function keeperFor(
	{ arena, arenaRoot, visible }: SandboxOptions,
	{ enter = [], unshare = [] }: { readonly enter?: readonly string[]; readonly unshare?: readonly string[] },
): Promise<Keeper> {
	const template = await templateFor(arenaRoot);
	const table = path.join(arena, 'control', 'mounts');
	writeFileSync(table, mountTable(caseMounts(arena, visible)));
	const script = [
		'cd "$1/cwd" && mount -n -a -T "$2" || exit 125',
		`mounted=; mount -n -t mqueue gatelock "$3" 2>/dev/null && mounted=${queuesMounted}`,
		answering,
	].join('\n');
	return await Keeper.start('The sandbox of a case', [
		...['nsenter', `--mount=/proc/${template.pid}/ns/mnt`, ...enter, '--'],
		...[...unshareMounts, ...unshare, '--', 'sh', '-c', script, 'gatelock', arena, table, queuesFolder(arena)],
	]);
}

function viewOf(keeper: Keeper): View {
	const mount = openSync(`/proc/${keeper.pid}/ns/mnt`, 'r');
	const cwd = openSync(`/proc/${keeper.pid}/cwd`, 'r');
	return { keeper, mount, cwd, id: readlinkSync(`/proc/self/fd/${mount}`) };
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

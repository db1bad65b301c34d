import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Duplex } from 'node:stream';
import { deviceLines } from './device-lines.ts';
import { type Isolation, isolationVariable } from './isolation.ts';
import { capsOfMemory } from './memory-caps.ts';
import { networkLines } from './network-lines.ts';
import { canMapTwoUsers, twoUsersWords } from './second-user.ts';
import { tryCommand } from './try-command.ts';

/** Existing folders over which the run mounts its private file system; FHS names the first for this very use. */
const mountPoints = ['/mnt', '/media', '/srv', '/opt'];

/** Room for thousands of connections. */
const tcpTableEntries = 1024;

/**
 * Pids of the run begin after this one: a file that counts to 12 must not look as if it named a dead process. The
 * smallest `pid_max` (32768) leaves room for 22,000 processes before pids begin again at 300.
 */
const lastPidAtStart = 10_000;

/** Grace for the inside to end by itself after the outside asked it to, before everything in it is killed. */
const interruptGraceMs = 1_700;

/** The first folder of the list that holds none of the paths that the run needs. */
export function chooseMountPoint(needed: readonly string[]): string | null {
	const free = mountPoints.filter((point) => existsSync(point));
	return free.find((point) => !needed.some((wanted) => wanted === point || wanted.startsWith(`${point}/`))) ?? null;
}

/**
 * Words that run a command in fresh user, pid, network, IPC and mount namespaces: an own network, an own /proc, a /dev
 * without disks, a private file system at `mountPoint`. Pid 1 is a shell that waits for every child, so that orphans are reaped (Node would not), and
 * with it everything inside dies when the outer side is killed.
 */
export function namespaceWords(mountPoint: string, has: { pdeathsig: boolean; twoUsers: boolean }): string[] {
	const inside = [
		// Where the kernel refuses, pids stay small. Source: pid_namespaces(7).
		`echo ${lastPidAtStart} 2>/dev/null > /proc/sys/kernel/ns_last_pid || :`,
		...networkLines(),
		// Shared, so that what a case mounts in its arena appears in its sandbox.
		`mount -n -t tmpfs -o mode=0755,${capsOfMemory()} gatelock '${mountPoint}' && mount -n --make-shared '${mountPoint}' || exit 125`,
		'ulimit -c 0',
		...deviceLines(mountPoint),
		// Not the last command, so the shell stays pid 1 instead of becoming it.
		'"$@"',
		'exit $?',
	].join('\n');
	// The kernel's table of TCP sockets is walked whole at every look; a namespace made below one that asks for a small
	// table gets it (net.ipv4.tcp_child_ehash_entries, Linux 6.2): 0.2 ms a look instead of 5. Elsewhere it is the big one.
	const script = [
		`echo ${tcpTableEntries} 2>/dev/null > /proc/sys/net/ipv4/tcp_child_ehash_entries || :`,
		`exec unshare --net -- sh -c '${inside.replaceAll("'", `'\\''`)}' gatelock "$@"`,
	].join('\n');
	return [
		// unshare --kill-child covers the death of unshare; this covers the death of the harness outside.
		...(has.pdeathsig ? ['setpriv', '--pdeathsig', 'KILL', '--'] : []),
		...(has.twoUsers ? [...twoUsersWords(), 'unshare'] : ['unshare', '--user', '--map-root-user']),
		...['--pid', '--fork', '--kill-child', '--net', '--ipc', '--mount'],
		...['--mount-proc', '--propagation', 'private', '--', 'sh', '-c', script, 'gatelock'],
	];
}

/**
 * Words that run a command inside such namespaces with a network of its own, and with `folder` in the place of `root`.
 * Pids stay those of the run.
 */
export function worldWords(folder: string, root: string): string[] {
	const view = `mount -n --bind '${folder}' '${root}' && mount -n --make-shared '${root}'`;
	const inside = [...networkLines(), `${view} || exit 125`, 'exec "$@"'].join('\n');
	const script = [
		`echo ${tcpTableEntries} 2>/dev/null > /proc/sys/net/ipv4/tcp_child_ehash_entries || :`,
		`exec unshare --net --mount --propagation private -- sh -c '${inside.replaceAll("'", `'\\''`)}' gatelock "$@"`,
	].join('\n');
	return ['sh', '-c', script, 'gatelock'];
}

/** Whether setpriv can tie the life of a child to ours. */
export async function hasSetpriv(): Promise<boolean> {
	return (await tryCommand(['setpriv', '--pdeathsig', 'KILL', '--', 'true'])).exitCode === 0;
}

/** Whether namespaces work here: null, or why not. */
export async function probeNamespaces(needed: readonly string[]): Promise<string | null> {
	if (process.platform !== 'linux') return `${process.platform} has none`;
	const mountPoint = chooseMountPoint(needed);
	if (mountPoint === null) return `none of ${mountPoints.join(', ')} is free for a private file system`;
	const probe = await tryCommand([
		...namespaceWords(mountPoint, { pdeathsig: false, twoUsers: await canMapTwoUsers() }),
		'true',
	]);
	if (probe.exitCode === 0) return null;
	if (probe.errno === 'ENOENT') return 'unshare (util-linux) is not installed';
	return probe.lastError || `unshare ended with exit code ${probe.exitCode ?? probe.signal}`;
}

/** What the shadow says to the inside when a case that stands still is to go on. */
export const goOnWord = 'c';

/** Somebody who stands in the shadow and hears what the inside says. */
export interface Shadow {
	onLine(text: string, run: { readonly insidePid: number; goOn(): void }): void;
	onEnd(): void;
}

/** Runs this very command again inside fresh namespaces; see `relaunch`. */
export async function relaunchInNamespaces(needed: readonly string[], shadow?: Shadow): Promise<number> {
	const mountPoint = chooseMountPoint(needed) ?? '/mnt';
	return await relaunch(
		{ kind: 'namespaces', arenaRoot: mountPoint },
		namespaceWords(mountPoint, { pdeathsig: await hasSetpriv(), twoUsers: await canMapTwoUsers() }),
		shadow,
	);
}

/**
 * Runs this very command again and becomes its shadow: output passes through, the exit code is passed on, an interrupt is
 * handed in and enforced. A gateway that kills its parent kills the inside; the shadow is left to tell it.
 *
 * @param around Words before the command.
 * @returns The exit code of the inside; as in a shell, 128 and more when a signal ended it.
 */
export async function relaunch(
	isolation: Isolation,
	around: readonly string[] = [],
	shadow: Shadow | null = null,
): Promise<number> {
	const [main = ''] = process.argv.slice(1);
	const [file = '', ...args] = [
		...around,
		...[process.execPath, ...process.execArgv, path.resolve(main), ...process.argv.slice(2)],
	];
	const child = spawn(file, args, {
		// Descriptor 3: its end of file tells the inside that the outside is gone, a byte that it is to stop.
		stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
		env: { ...process.env, [isolationVariable]: JSON.stringify(isolation) },
		detached: true,
	});
	const ended = once(child, 'exit');
	const control = child.stdio[3];
	control?.on('error', () => {});
	if (shadow !== null && control instanceof Duplex) listen(control, child.pid ?? 0, shadow);
	let interrupts = 0;
	const kill = () => killGroup(child);
	const interrupt = () => {
		interrupts++;
		if (interrupts > 1) kill();
		else {
			if (control && 'write' in control) control.write('x');
			setTimeout(kill, interruptGraceMs).unref();
		}
	};
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt);
	const [exitCode, signal]: [number | null, NodeJS.Signals | null] = await ended.then(([code, name]) => [code, name]);
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, interrupt);
	shadow?.onEnd();
	if (interrupts > 0) return 130;
	return exitCode ?? 128 + (signal === null ? 0 : constants.signals[signal]);
}

function listen(control: Duplex, insidePid: number, shadow: Shadow): void {
	createInterface({ input: control }).on('line', (text) =>
		shadow.onLine(text, { insidePid, goOn: () => control.write(goOnWord) }),
	);
}

/** The inside leads a group of its own, so that what stands around it falls with it. */
function killGroup({ pid, exitCode, signalCode }: ChildProcess): void {
	if (pid === undefined || exitCode !== null || signalCode !== null) return;
	try {
		process.kill(-pid, 'SIGKILL');
	} catch {
		// Gone already.
	}
}

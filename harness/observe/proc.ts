import { closeSync, openSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** One process as `/proc/<pid>/stat` shows it. A pid alone is no identity; pid and start time together are. */
export interface ProcessStat {
	readonly pid: number;
	readonly name: string;
	/** R running, S sleeping, D disk, T stopped, t traced, Z zombie, X dead. */
	readonly state: string;
	readonly parentPid: number;
	readonly processGroup: number;
	readonly session: number;
	/** Field 22: clock ticks since boot. */
	readonly startTicks: number;
}

/** All pids that this process can see. */
export function listPids(): number[] {
	return readdirSync('/proc')
		.filter((name) => /^\d+$/.test(name))
		.map(Number);
}

/** The process's stat, or null when there is no such process (any more). */
export function readStat(pid: number): ProcessStat | null {
	const text = readOrNull(`/proc/${pid}/stat`);
	return text === null ? null : parseStat(text);
}

/** Parses `/proc/<pid>/stat`. The name may hold spaces and brackets, so the last `)` ends it. */
export function parseStat(text: string): ProcessStat | null {
	const open = text.indexOf('(');
	const close = text.lastIndexOf(')');
	if (open < 0 || close < open) return null;
	const fields = text.slice(close + 2).split(' ');
	const [state, parent, group, session] = fields;
	const start = fields[19];
	if (state === undefined || start === undefined) return null;
	return {
		pid: Number.parseInt(text.slice(0, open), 10),
		name: text.slice(open + 1, close),
		state,
		parentPid: Number(parent),
		processGroup: Number(group),
		session: Number(session),
		startTicks: Number(start),
	};
}

/** True when the process runs or could run: not gone, not a zombie (a zombie still answers `kill(pid, 0)`). */
export function isAlive(pid: number, startTicks: number): boolean {
	const stat = readStat(pid);
	return stat !== null && stat.startTicks === startTicks && stat.state !== 'Z' && stat.state !== 'X';
}

/** The environment that the process was started with, or null when it cannot be read. */
export function readEnvironment(pid: number): string | null {
	return readOrNull(`/proc/${pid}/environ`);
}

/** The id of the process's mount namespace (`mnt:[4026531841]`), or null. */
export function readMountNamespace(pid: number): string | null {
	try {
		return readlinkSync(`/proc/${pid}/ns/mnt`);
	} catch {
		return null;
	}
}

/** The file that the process runs, or null when it cannot be read. */
export function readExecutable(pid: number): string | null {
	const link = linkOrEmpty(`/proc/${pid}/exe`);
	return link === '' ? null : link;
}

/** A namespace that stays as long as it is held, however many of its processes have ended. */
export interface HeldNamespace {
	/** `mnt:[4026531841]`: with its last process a namespace ends, and the kernel gives its number to the next one. */
	readonly id: string;
	release(): void;
}

/** Holds the namespace of the process, when that is another one than ours and can be read; else null. */
export function holdNamespace(pid: number, kind: 'mnt' | 'pid'): HeldNamespace | null {
	let descriptor: number;
	try {
		descriptor = openSync(`/proc/${pid}/ns/${kind}`, 'r');
	} catch {
		return null;
	}
	const held = { id: linkOrEmpty(`/proc/self/fd/${descriptor}`), release: () => closeSync(descriptor) };
	if (held.id !== linkOrEmpty(`/proc/self/ns/${kind}`)) return held;
	held.release();
	return null;
}

/** The command line in words, or null. */
export function readCommandLine(pid: number): string[] | null {
	const text = readOrNull(`/proc/${pid}/cmdline`);
	return text === null ? null : text.split('\0').filter((word) => word !== '');
}

/**
 * How long a process's main thread was runnable without a core, in milliseconds; 0 when the kernel keeps no such
 * statistics. Source: `/proc/<pid>/schedstat`, second field, nanoseconds (sched-stats.rst). Pure.
 */
export function starvedMsOf(schedstat: string | null): number {
	const field = (schedstat ?? '').split(' ')[1];
	return field === undefined ? 0 : Number(field) / 1e6;
}

/**
 * Time that the process's threads ran or were runnable without a core, summed, in milliseconds. What is missing to the
 * wall clock is waiting: for a timer, a lock, another process.
 */
export function readLoadMs(pid: number): number {
	let sum = 0;
	for (const thread of listOrEmpty(`/proc/${pid}/task`)) {
		const [ran, waited] = (readOrNull(`/proc/${pid}/task/${thread}/schedstat`) ?? '').split(' ');
		sum += (Number(ran ?? 0) + Number(waited ?? 0)) / 1e6;
	}
	return sum;
}

/** Inodes of the sockets that the process has open. */
export function readSocketInodes(pid: number): Set<number> {
	const inodes = new Set<number>();
	const folder = `/proc/${pid}/fd`;
	for (const descriptor of listOrEmpty(folder)) {
		const match = /^socket:\[(\d+)\]$/.exec(linkOrEmpty(`${folder}/${descriptor}`));
		if (match) inodes.add(Number(match[1]));
	}
	return inodes;
}

function readOrNull(path: string): string | null {
	try {
		return readFileSync(path, 'utf8');
	} catch {
		return null;
	}
}

function listOrEmpty(folder: string): string[] {
	try {
		return readdirSync(folder);
	} catch {
		return [];
	}
}

function linkOrEmpty(path: string): string {
	try {
		return readlinkSync(path);
	} catch {
		return '';
	}
}

import path from 'node:path/posix';
import type { TraceEntry } from '../syscalls/parse.ts';
import { pathOfDescriptor, splitArguments, stringOf } from './call-arguments.ts';
import { type GatewayPaths, inArena } from './gateway-paths.ts';
import { folderCalls, WorkingFolders } from './working-folders.ts';

/**
 * What a call does that a later start may see. `files`: something in the arena is another one afterwards. `kernel`: a
 * socket or a lock that ends with its process. `exit`: the process ends itself. `look`: it changes nothing, but learns
 * what others have done (see looking-calls.ts).
 */
export type Relevance = 'files' | 'kernel' | 'exit' | 'look';

export interface RelevantCall {
	readonly pid: number;
	readonly name: string;
	readonly relevance: Relevance;
	/** Places in the arena that it touches; empty for what is no file. */
	readonly paths: readonly string[];
	/** For people: `write home/main/.gateway/x.lock "620"`. */
	readonly text: string;
	/** The line of the trace. */
	readonly line: string;
}

type CallEntry = Extract<TraceEntry, { kind: 'call' }>;
type Place = (args: readonly string[]) => readonly (string | null)[];

/** `f(path, …)`. */
const first: Place = ([name]) => [stringOf(name)];
/** `f(dirfd, path, …)`. */
const at: Place = ([folder, name]) => [joined(folder, name)];
/** `f(fd, …)`. */
const descriptor: Place = ([fd]) => [pathOfDescriptor(fd)];

/** Calls that change files, and where. */
const changing: Readonly<Record<string, Place>> = {
	creat: first,
	open: first,
	openat: at,
	openat2: at,
	write: descriptor,
	writev: descriptor,
	pwrite64: descriptor,
	pwritev: descriptor,
	pwritev2: descriptor,
	sendfile: descriptor,
	copy_file_range: ([, , out]) => [pathOfDescriptor(out)],
	ftruncate: descriptor,
	fallocate: descriptor,
	truncate: first,
	unlink: first,
	unlinkat: at,
	rmdir: first,
	mkdir: first,
	mkdirat: at,
	mknod: first,
	mknodat: at,
	rename: ([from, to]) => [stringOf(from), stringOf(to)],
	renameat: ([fromFolder, from, toFolder, to]) => [joined(fromFolder, from), joined(toFolder, to)],
	renameat2: ([fromFolder, from, toFolder, to]) => [joined(fromFolder, from), joined(toFolder, to)],
	link: ([, to]) => [stringOf(to)],
	linkat: ([, , folder, to]) => [joined(folder, to)],
	symlink: ([, to]) => [stringOf(to)],
	symlinkat: ([, folder, to]) => [joined(folder, to)],
	utime: first,
	utimes: first,
	futimesat: at,
	utimensat: ([folder, name]) => [name === 'NULL' ? pathOfDescriptor(folder) : joined(folder, name)],
	chmod: first,
	fchmod: descriptor,
	fchmodat: at,
};

const opening = new Set(['open', 'openat', 'openat2']);
/** Flags with which opening a file changes it, or makes it. */
const openChanges = /\bO_(?:CREAT|TRUNC|TMPFILE)\b/;

/** Calls after which the kernel knows of a socket or a lock. */
const kernelCalls = ['bind', 'listen', 'close', 'flock', 'fcntl', 'exit_group'] as const;

/** What strace is to trace so that no relevant call is missed; `?` passes over what this machine's kernel lacks. */
export const tracedCalls: readonly string[] = [
	...[...Object.keys(changing), ...kernelCalls].map((name) => `?${name}`),
	...folderCalls,
];

/** Every call that may be relevant. */
export const relevantNames: readonly string[] = [...Object.keys(changing), 'bind', 'listen', 'close', 'flock', 'fcntl'];

/** Calls at whose exit a process is stopped: they may change files (a bind makes the file of a Unix socket). */
export const stoppingCalls: readonly string[] = [...Object.keys(changing), 'bind'];

/**
 * Reads the calls of a trace in their order. Closing is relevant for what was changed, locked or bound before: a start
 * closes thousands of files that it has only read.
 */
export class RelevantCallReader {
	readonly #paths: GatewayPaths;
	readonly #touched = new Set<string>();
	readonly #folders: WorkingFolders;

	constructor(paths: GatewayPaths) {
		this.#paths = paths;
		this.#folders = new WorkingFolders(paths);
	}

	/** What the call does that a later start may see, or null. */
	read(told: TraceEntry): RelevantCall | null {
		const entry = this.#folders.whole(told);
		const call = relevantCall(entry, this.#paths);
		if (call === null || entry.kind !== 'call') return null;
		const things = [...call.paths, ...(/socket:\[\d+\]/.exec(entry.args) ?? [])];
		if (call.name === 'close') return things.some((thing) => this.#touched.has(thing)) ? call : null;
		for (const thing of things) this.#touched.add(thing);
		return call;
	}
}

/** A call that failed, or never returned, did nothing. */
function relevantCall(entry: TraceEntry, paths: GatewayPaths): RelevantCall | null {
	if (entry.kind !== 'call') return null;
	const { pid, name, line } = entry;
	if (name === 'exit_group') {
		return { pid, name, line, relevance: 'exit', paths: [], text: `exit_group ${entry.args}` };
	}
	if (entry.result === null || /^(?:\?|-1 )/.test(entry.result)) return null;
	const args = splitArguments(entry.args);
	const place = changing[name];
	if (place !== undefined) {
		if (opening.has(name) && !openChanges.test(entry.args)) return null;
		const touched = place(args).flatMap((each) => (each === null ? [] : (inArena(paths, each) ?? [])));
		if (touched.length === 0) return null;
		return { pid, name, line, relevance: 'files', paths: touched, text: textOf(entry, args, touched) };
	}
	return kernelCall(entry, args, paths);
}

function kernelCall(entry: CallEntry, args: readonly string[], paths: GatewayPaths): RelevantCall | null {
	const { pid, name, line } = entry;
	const base = { pid, name, line };
	if (name === 'bind') {
		const unixPath = /sun_path="([^"]*)"/.exec(entry.args)?.[1];
		const place = unixPath === undefined ? null : inArena(paths, unixPath);
		if (place !== null) return { ...base, relevance: 'files', paths: [place], text: `bind ${place}` };
		if (!/sa_family=AF_(?:INET6?|UNIX)/.test(entry.args)) return null;
		return { ...base, relevance: 'kernel', paths: [], text: `bind ${addressOf(entry.args)}` };
	}
	if (name === 'listen') return { ...base, relevance: 'kernel', paths: [], text: 'listen' };
	const file = pathOfDescriptor(args[0]);
	const place = file === null ? null : inArena(paths, file);
	if (name === 'flock' || (name === 'fcntl' && /^F_(?:OFD_)?SETLK/.test(args[1] ?? ''))) {
		return place === null
			? null
			: { ...base, relevance: 'kernel', paths: [place], text: `${name} ${place} ${args[1]}` };
	}
	if (name !== 'close') return null;
	if (place !== null) return { ...base, relevance: 'kernel', paths: [place], text: `close ${place}` };
	return /^\d+<(?:socket:)/.test(args[0] ?? '')
		? { ...base, relevance: 'kernel', paths: [], text: 'close of a socket' }
		: null;
}

function textOf({ name }: CallEntry, args: readonly string[], places: readonly string[]): string {
	const told = name === 'write' || name === 'pwrite64' ? ` ${args[1] ?? ''}` : '';
	return `${name} ${places.join(' → ')}${told}`;
}

/** The address in the arguments of a bind or connect, for people. Pure. */
export function addressOf(args: string): string {
	const port = /htons\((\d+)\)/.exec(args)?.[1];
	const host = /inet_(?:addr\(|pton\(AF_INET6, )"([^"]+)"/.exec(args)?.[1];
	if (port !== undefined) return `${host ?? ''}:${port}`;
	return /sun_path=@?"([^"]*)"/.exec(args)?.[1] ?? 'socket';
}

function joined(folder: string | undefined, name: string | undefined): string | null {
	const relative = stringOf(name);
	if (relative === null) return null;
	if (relative.startsWith('/')) return relative;
	const base = pathOfDescriptor(folder);
	return base === null ? null : path.join(base, relative);
}

import path from 'node:path/posix';
import type { TraceEntry } from '../syscalls/parse.ts';
import { pathOfDescriptor, splitArguments, stringOf } from './call-arguments.ts';
import type { Aspect, ReadSet } from './crash-state.ts';
import { type GatewayPaths, inArena, isPrivateFolder } from './gateway-paths.ts';
import type { Looks } from './judged.ts';
import { folderCalls, WorkingFolders } from './working-folders.ts';

/** What strace is to trace so that everything is seen that a start looks at. */
export const lookingCalls: readonly string[] = [
	...['%file', 'getdents64', '?getdents', 'connect', 'bind', 'exit_group'],
	...folderCalls,
];

/** Calls by which a program learns size, kind, rights or times. */
const statCalls = /^(?:l?stat|newfstatat|fstatat64|statx|utime|utimes|utimensat|chmod|fchmodat|chown|lchown|fchownat)$/;
const listCalls = /^getdents/;

/**
 * The places in the arena that a traced start looked at, and how closely. A call that fails has looked, too: what is not
 * there decides as much as what is. Pure.
 */
export function readSetOf(told: readonly TraceEntry[], paths: GatewayPaths): ReadSet {
	const trace = withWholePaths(told, paths);
	const seen = new Map<string, Set<Aspect>>();
	for (const { place, aspect } of trace.flatMap((entry) => looksOf(entry, paths))) {
		seen.set(place, (seen.get(place) ?? new Set<Aspect>()).add(aspect));
	}
	// The size of a log to which it only appends is taken to mean nothing to it; who asks does so for the log's age.
	for (const place of logsIn(trace, paths, seen)) seen.get(place)?.delete('stat');
	return seen;
}

/** What a traced start looked at, and the logs to which it only appended. Pure. */
export function looksIn(told: readonly TraceEntry[], paths: GatewayPaths): Looks {
	const trace = withWholePaths(told, paths);
	const readSet = readSetOf(trace, paths);
	return {
		readSet: [...readSet].map(([place, aspects]) => [place, [...aspects]]),
		logs: logsIn(trace, paths, readSet),
	};
}

function withWholePaths(trace: readonly TraceEntry[], paths: GatewayPaths): TraceEntry[] {
	const folders = new WorkingFolders(paths);
	return trace.map((entry) => folders.whole(entry));
}

/** The logs of which such a start reads nothing: its own, and of those of others what it does not open to read. Pure. */
export function appendedOnlyIn({ readSet, logs }: Looks, others: readonly string[]): string[] {
	const read = new Set(readSet.flatMap(([place, aspects]) => (aspects.includes('content') ? [place] : [])));
	return [...new Set([...others, ...logs])].filter((place) => !read.has(place));
}

function logsIn(trace: readonly TraceEntry[], paths: GatewayPaths, seen: ReadSet): string[] {
	const appended = [...new Set(appendedOnly(trace, paths))];
	return appended.filter((place) => seen.get(place)?.has('content') === false);
}

/** The places in the arena that one call looks at, and how closely. Pure. */
export function looksOf(entry: TraceEntry, paths: GatewayPaths): { place: string; aspect: Aspect }[] {
	if (entry.kind !== 'call') return [];
	const { name } = entry;
	const args = splitArguments(entry.args);
	const looks = (places: readonly (string | null)[], aspect: Aspect) =>
		places.flatMap((full) => {
			const place = full === null ? null : inArena(paths, full);
			if (place === null || place === '') return [];
			// A folder that every arena has is no news, unless it is listed: paths below it are resolved through it.
			return aspect !== 'list' && isPrivateFolder(place) ? [] : [{ place, aspect }];
		});
	if (listCalls.test(name)) return looks([pathOfDescriptor(args[0])], 'list');
	if (/^p?read(?:64|v2?)?$/.test(name)) return looks([pathOfDescriptor(args[0])], 'content');
	if (name === 'bind' || name === 'connect') return looks([socketPath(entry.args)], 'exists');
	return looks(placesIn(args), aspectOf(name, args));
}

function appendedOnly(trace: readonly TraceEntry[], paths: GatewayPaths): string[] {
	return trace.flatMap((entry) => {
		const appends = entry.kind === 'call' && /\bO_WRONLY\b/.test(entry.args) && /\bO_APPEND\b/.test(entry.args);
		return appends ? looksOf(entry, paths).map(({ place }) => place) : [];
	});
}

function aspectOf(name: string, args: readonly string[]): Aspect {
	if (/^(?:open|openat|openat2)$/.test(name)) {
		// What is opened for writing alone is not read; but whether it was there shows.
		return args.some((each) => /\bO_WRONLY\b/.test(each)) ? 'exists' : 'content';
	}
	if (name === 'readlink' || name === 'readlinkat' || name === 'execve') return 'content';
	if (name === 'truncate' || statCalls.test(name)) return 'stat';
	return 'exists';
}

/** Every path among the arguments; relative ones belong to the descriptor before them. */
function placesIn(args: readonly string[]): string[] {
	return args.flatMap((argument, at) => {
		const name = stringOf(argument);
		if (name === null) return [];
		if (name.startsWith('/')) return [name];
		const folder = pathOfDescriptor(args[at - 1]);
		return folder === null ? [] : [name === '' ? folder : path.join(folder, name)];
	});
}

function socketPath(args: string): string | null {
	return /sun_path="([^"]*)"/.exec(args)?.[1] ?? null;
}

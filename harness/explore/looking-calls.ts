import type { TraceOptions } from '../gateway/launch.ts';
import type { TraceEntry } from '../syscalls/parse.ts';
import { pathOfDescriptor, splitArguments } from './call-arguments.ts';
import { type GatewayPaths, gatewayNames, inArena } from './gateway-paths.ts';
import { hasMask } from './masks.ts';
import { looksOf } from './read-set.ts';
import { addressOf, type RelevantCall, RelevantCallReader, relevantNames, tracedCalls } from './relevant-calls.ts';
import { WorkingFolders } from './working-folders.ts';

/** Calls by which a program learns what others have done. */
const looking = [
	...['stat', 'lstat', 'newfstatat', 'statx', 'access', 'faccessat', 'faccessat2', 'readlink', 'readlinkat'],
	...['read', 'pread64', 'getdents64', 'connect'],
];

/** For races: what strace is to trace. */
export const racingCalls: readonly string[] = [...tracedCalls, ...looking.map((name) => `?${name}`)];

/** Calls with other arguments than one path or one descriptor: `-P` does not know them, or knows them by half. */
const notByPath = /^(?:bind|connect|listen|rename|link|symlink|exit)/;

/** Calls that a start makes a few times at most: a stop at each costs nothing. */
const rare = /^(?:bind|connect|listen|rename|link|symlink|mkdir|rmdir|unlink|mknod)/;

/** The one place that a call is about, with the same name in every run; null when there is none. */
function placeIn(maskedCall: string, port: string): { readonly name: string; readonly place: string | null } {
	const [name = '', ...rest] = maskedCall.split(' ');
	const place = rest.join(' ').replaceAll('{port}', port);
	return { name, place: place === '' || notByPath.test(name) || hasMask(place) ? null : place };
}

/**
 * Whether a process can be held after this call without being stopped at thousands of others. A start of a big program
 * closes a socket once and files ten thousand times, and the tracer cannot tell them apart. Pure.
 */
export function isQuickToHold(maskedCall: string): boolean {
	const { name, place } = placeIn(maskedCall, '');
	return place !== null || rare.test(name);
}

/**
 * At which calls strace is to stop a process that is to be held after this one. A start of a big program looks at files
 * a hundred thousand times; a stop at each takes minutes. So where the call is about one place with the same name in
 * every run, only calls on that are traced; else it stops at calls of this name. Pure.
 */
export function heldStops(
	maskedCall: string,
	paths: GatewayPaths,
	port: number,
): Pick<TraceOptions, 'stopAt' | 'onlyPaths'> {
	const { name, place } = placeIn(maskedCall, String(port));
	if (place === null) return { stopAt: [name] };
	return {
		stopAt: [...relevantNames, ...looking],
		onlyPaths: [...gatewayNames(paths, place), ...relativeNames(place)],
	};
}

/** The tracer compares paths as the gateway gives them, which may be from any folder on; the reader knows which it is. */
function relativeNames(place: string): string[] {
	const parts = place.split('/').slice(1);
	return parts.map((_, at) => parts.slice(at).join('/'));
}

type CallEntry = Extract<TraceEntry, { kind: 'call' }>;

/** Reads the calls of a trace in their order: those that change what others may see, and those that look at it. */
export class LookingCallReader {
	readonly #paths: GatewayPaths;
	readonly #relevant: RelevantCallReader;
	readonly #folders: WorkingFolders;

	constructor(paths: GatewayPaths) {
		this.#paths = paths;
		this.#folders = new WorkingFolders(paths);
		this.#relevant = new RelevantCallReader(paths);
	}

	read(told: TraceEntry): RelevantCall | null {
		const entry = this.#folders.whole(told);
		const call = this.#relevant.read(entry);
		if (call !== null || entry.kind !== 'call') return call;
		if (entry.result === null) return null;
		const { pid, name, line } = entry;
		const asked = lockAskedFor(entry, this.#paths);
		const places = asked === null ? looksOf(entry, this.#paths).map(({ place }) => place) : [asked];
		const what = places.length > 0 ? places.join(' ') : (kernelTableIn(entry) ?? socketIn(entry));
		return what === null ? null : { pid, name, line, relevance: 'look', paths: places, text: `${name} ${what}` };
	}
}

/** Who connects, or binds and listens in vain, learns whether somebody listens, though a port is a place of no arena. */
function socketIn({ name, args }: CallEntry): string | null {
	const isAsked = name === 'listen' || (/^(?:connect|bind)$/.test(name) && /sa_family=AF_(?:INET6?|UNIX)\b/.test(args));
	return isAsked ? addressOf(args) : null;
}

/** The kernel tells in files, too, who listens. */
function kernelTableIn({ name, args }: CallEntry): string | null {
	const [, table = null] = /"(\/proc\/(?:(?:\d+|self|thread-self)\/)?net\/(?:tcp6?|unix))"/.exec(args) ?? [];
	return name.startsWith('open') ? table : null;
}

/** The file of a kernel lock that was asked for and not given, or only asked about. */
function lockAskedFor({ name, args }: CallEntry, paths: GatewayPaths): string | null {
	const [descriptor, command = ''] = splitArguments(args);
	if (name !== 'flock' && !(name === 'fcntl' && /^F_(?:OFD_)?[SG]ETLK/.test(command))) return null;
	const file = pathOfDescriptor(descriptor);
	return file === null ? null : inArena(paths, file);
}

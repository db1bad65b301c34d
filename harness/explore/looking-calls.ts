import type { TraceEntry } from '../syscalls/parse.ts';
import type { GatewayPaths } from './gateway-paths.ts';
import { looksOf } from './read-set.ts';
import { type RelevantCall, RelevantCallReader, relevantNames, tracedCalls } from './relevant-calls.ts';

/** Calls by which a program learns what others have done. */
const looking = [
	...['stat', 'lstat', 'newfstatat', 'statx', 'access', 'faccessat', 'faccessat2', 'readlink', 'readlinkat'],
	...['read', 'pread64', 'getdents64', 'connect'],
];

/** For races: what strace is to trace, and at which calls it is to stop a process. */
export const racingCalls: readonly string[] = [...tracedCalls, ...looking.map((name) => `?${name}`)];
export const racingStops: readonly string[] = [...relevantNames, ...looking];

/** Reads the calls of a trace in their order: those that change what others may see, and those that look at it. */
export class LookingCallReader {
	readonly #paths: GatewayPaths;
	readonly #relevant: RelevantCallReader;

	constructor(paths: GatewayPaths) {
		this.#paths = paths;
		this.#relevant = new RelevantCallReader(paths);
	}

	read(entry: TraceEntry): RelevantCall | null {
		const call = this.#relevant.read(entry);
		if (call !== null || entry.kind !== 'call') return call;
		const places = looksOf(entry, this.#paths).map(({ place }) => place);
		if (places.length === 0 || entry.result === null) return null;
		const { pid, name, line } = entry;
		return { pid, name, line, relevance: 'look', paths: places, text: `${name} ${places.join(' ')}` };
	}
}

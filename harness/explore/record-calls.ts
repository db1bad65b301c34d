import { existsSync, readFileSync } from 'node:fs';
import type { Instance } from '../gateway/instance.ts';
import { parseTrace, type TraceEntry } from '../syscalls/parse.ts';
import type { GatewayPaths } from './gateway-paths.ts';
import { LookingCallReader } from './looking-calls.ts';
import type { RelevantCall } from './relevant-calls.ts';
import { needsFolder } from './working-folders.ts';

/** More calls of one contender tell nothing more. */
const maxCalls = 1_000;
/** Of the looks at places that nobody changes, a big program makes 100,000; so many before and after the hold are told. */
const looksAround = 10;

/**
 * Puts the calls of a contender into the record, each at the time that the tracer gave it, so that a reader sees who did
 * what between whose calls.
 *
 * @param heldAfter Number of the call after which it was held, from 1; null when it ran through.
 */
export function recordCalls(instance: Instance, calls: readonly RelevantCall[], heldAfter: number | null): void {
	const { recorder } = instance.arena;
	const now = recorder.now();
	// The tracer's clock is the wall's, the record's is monotonic: both are read at once.
	const wallMs = performance.timeOrigin + performance.now();
	for (const { call, number } of worthTelling(calls, heldAfter)) {
		const { pid, text, relevance, line } = call;
		const seconds = Number(/^\d+ +(\d+\.\d+) /.exec(line)?.[1] ?? Number.NaN);
		if (Number.isNaN(seconds)) continue;
		const t = Math.min(Math.max(now - (wallMs - seconds * 1000), 0), now);
		const told = {
			type: 'called',
			instance: instance.id,
			pid,
			number,
			text,
			relevance,
			held: number === heldAfter,
		} as const;
		recorder.add(told, Math.round(t * 1000) / 1000);
	}
}

/** What changes something, the looks at what is changed, and those next to the hold. */
function worthTelling(
	calls: readonly RelevantCall[],
	heldAfter: number | null,
): { readonly call: RelevantCall; readonly number: number }[] {
	const places = new Set(
		calls.flatMap(({ relevance, paths }, at) => (relevance !== 'look' || at + 1 === heldAfter ? paths : [])),
	);
	const isNear = (number: number) => heldAfter !== null && Math.abs(number - heldAfter) <= looksAround;
	return calls
		.map((call, at) => ({ call, number: at + 1 }))
		.filter(
			({ call, number }) => isNear(number) || call.relevance !== 'look' || call.paths.some((each) => places.has(each)),
		)
		.slice(0, maxCalls);
}

/** The calls of a contender whose tracer only listens, so far. */
export function readTracedCalls(paths: GatewayPaths, file: string): RelevantCall[] {
	if (!existsSync(file)) return [];
	const reader = new LookingCallReader(paths);
	return readConcerning(paths, file).entries.flatMap((entry) => reader.read(entry) ?? []);
}

/** What a trace tells of the arena; the other 100,000 calls of a big program are not taken apart. */
export function readConcerning(
	paths: GatewayPaths,
	file: string,
): { readonly entries: TraceEntry[]; readonly lineCount: number } {
	const lines = readFileSync(file, 'latin1').split('\n');
	const entries = parseTrace(lines.filter((line) => mayConcern(line, paths)).join('\n'));
	return { entries, lineCount: lines.length };
}

/** Calls without a path, and halves of calls. */
const otherwise = /socket|\b(?:bind|connect|listen|exit_group)\(|"\/proc\/[\w-/]*net\/|unfinished|resumed/;

/** A big program looks at its own files 100,000 times: these lines need not be taken apart. Pure. */
export function mayConcern(line: string, paths: GatewayPaths): boolean {
	// An absolute path is not looked up in the working folder, which strace names all the same.
	const told = line.replaceAll(/AT_FDCWD<[^>]*>, "\//g, '"/');
	const places = [paths.arena, ...(paths.isPrivate ? ['/tmp', '/dev/shm', '/run'] : [])];
	return otherwise.test(line) || needsFolder(line) || places.some((place) => told.includes(place));
}

import { existsSync, readFileSync } from 'node:fs';
import type { Instance } from '../gateway/instance.ts';
import { parseTrace } from '../syscalls/parse.ts';
import type { GatewayPaths } from './gateway-paths.ts';
import { LookingCallReader } from './looking-calls.ts';
import type { RelevantCall } from './relevant-calls.ts';

/** More calls of one contender tell nothing more; the count goes on in the trace. */
const maxCalls = 1_000;

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
	for (const [at, { pid, text, relevance, line }] of calls.slice(0, maxCalls).entries()) {
		const seconds = Number(/^\d+ +(\d+\.\d+) /.exec(line)?.[1] ?? Number.NaN);
		if (Number.isNaN(seconds)) continue;
		const t = Math.min(Math.max(now - (wallMs - seconds * 1000), 0), now);
		const number = at + 1;
		const call = {
			type: 'called',
			instance: instance.id,
			pid,
			number,
			text,
			relevance,
			held: number === heldAfter,
		} as const;
		recorder.add(call, Math.round(t * 1000) / 1000);
	}
}

/** The same for a contender whose tracer only listened. */
export function recordTracedCalls(instance: Instance, paths: GatewayPaths, file: string): void {
	if (!existsSync(file)) return;
	const reader = new LookingCallReader(paths);
	const calls = parseTrace(readFileSync(file, 'latin1')).flatMap((entry) => reader.read(entry) ?? []);
	recordCalls(instance, calls, null);
}

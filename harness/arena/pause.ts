import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { readStat } from '../observe/proc.ts';
import type { TimelineEvent } from '../timeline/events.ts';
import type { Arena } from './arena.ts';
import { markedPids } from './end-processes.ts';

/** What the run's main process tells of a pause; see `pauseAt`. */
export const pauseSchema = z.object({
	event: z.string(),
	caseId: z.string(),
	t: z.number(),
	processes: z.array(z.object({ pid: z.int(), name: z.string(), instance: z.string().nullable() })),
	/** The process that runs the case; it stands still too. */
	harness: z.int(),
	folder: z.string(),
	port: z.int(),
	record: z.string(),
	forMs: z.number(),
});
export type Pause = z.infer<typeof pauseSchema>;

/** The files by which a worker and the run's main process talk: one says "paused", the other "go on". */
export const pauseFiles = { paused: 'paused.json', goOn: 'go-on' } as const;

const lookEveryMs = 50;

/**
 * Stops everything of the arena (SIGSTOP, this process too) at the first such event, until the run's main process says to
 * go on, at most `forMs`. The record's clock stands still meanwhile, so that no limit runs out.
 */
export function pauseAt(arena: Arena, folder: string): void {
	const { pauseAt: where, runFolder } = arena.context;
	if (where === null) return;
	let isOver = false;
	arena.recorder.onEvent = (event) => {
		if (isOver || event.type !== where.event) return;
		if (where.instance !== null && (!('instance' in event) || event.instance !== where.instance)) return;
		isOver = true;
		stopEverything(arena, event, { runFolder, folder, forMs: where.forMs });
	};
}

function stopEverything(
	arena: Arena,
	event: TimelineEvent,
	{ runFolder, folder, forMs }: { readonly runFolder: string; readonly folder: string; readonly forMs: number },
): void {
	const startedAt = performance.now();
	const marked = markedPids(arena.marker);
	// A tracer must run for what it traces to stop.
	const tracers = new Set(marked.map(({ pid }) => tracerOf(pid)));
	const stopped = marked.filter(({ pid, startTicks }) => !tracers.has(pid) && stop(pid, startTicks));
	const pause: Pause = {
		event: event.type,
		caseId: arena.id,
		t: event.t,
		processes: stopped.map(({ pid }) => ({
			pid,
			name: readStat(pid)?.name ?? '',
			instance: arena.instances.find(({ members }) => members.has(pid))?.id ?? null,
		})),
		harness: process.pid,
		folder: arena.folder,
		port: arena.port,
		record: path.join(folder, 'timeline.jsonl'),
		forMs,
	};
	const paused = path.join(runFolder, pauseFiles.paused);
	const goOn = path.join(runFolder, pauseFiles.goOn);
	writeFileSync(paused, JSON.stringify(pause));
	const cell = new Int32Array(new SharedArrayBuffer(4));
	while (!existsSync(goOn) && performance.now() - startedAt < forMs) Atomics.wait(cell, 0, 0, lookEveryMs);
	rmSync(paused, { force: true });
	rmSync(goOn, { force: true });
	for (const { pid, startTicks } of stopped) signal(pid, startTicks, 'SIGCONT');
	arena.recorder.skip(performance.now() - startedAt);
}

/** Source: proc(5); 0 for none. */
function tracerOf(pid: number): number {
	try {
		return Number(/^TracerPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
	} catch {
		return 0;
	}
}

/** Whether it ran, and is stopped now. One that a fault had stopped stays so afterwards. */
function stop(pid: number, startTicks: number): boolean {
	const state = readStat(pid)?.state;
	return state !== 'T' && signal(pid, startTicks, 'SIGSTOP');
}

function signal(pid: number, startTicks: number, name: 'SIGSTOP' | 'SIGCONT'): boolean {
	if (readStat(pid)?.startTicks !== startTicks) return false;
	try {
		process.kill(pid, name);
		return true;
	} catch {
		return false;
	}
}

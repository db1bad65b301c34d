import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Timeline } from '../harness/timeline/events.ts';
import { parseTimeline } from '../harness/timeline/timeline-file.ts';
import { gatelock, inFolder, repository } from './command.ts';
import { type Measurement, median } from './table.ts';

const tries = 40;

/**
 * The times that the kit records against the clock of strace on the same calls: when the listener was up, and when it was
 * gone. A tracer that only watches two calls hardly slows the gateway down.
 */
export async function measureResolution(): Promise<Measurement> {
	const differences = await inFolder(async (folder) => {
		mkdirSync(path.join(folder, 'scenarios'));
		writeFileSync(path.join(folder, 'scenarios', 'clock.scenario.ts'), story);
		const ran = await gatelock(['run', 'clock', '--workers', '1'], { cwd: folder });
		if (ran.exitCode !== 0) throw new Error(`The story of the clock ended with exit code ${ran.exitCode}.`);
		const record = path.join(folder, '.gatelock');
		const [run = ''] = readdirSync(record).filter((name) => /^\d/.test(name));
		const only = path.join(record, run, 'cases', 'clock', 'timeline.jsonl');
		return differencesIn(parseTimeline(readFileSync(only, 'utf8')).timeline);
	});
	const row = (name: string, values: readonly number[]) => [
		name,
		`${values.length}`,
		`${median(values.map(Math.abs)).toFixed(2)} ms`,
		`${Math.max(...values.map(Math.abs)).toFixed(2)} ms`,
	];
	return {
		title: 'Time resolution: the record against strace',
		head: ['event', 'times', 'median difference', 'worst difference'],
		rows: [
			row('listening, after listen() returned', differences.bound),
			row('port free, after SIGKILL', differences.freed),
		],
		notes: ['On the reference gateway, started and killed again and again in one arena.'],
	};
}

/** Each start is traced; the notes carry what strace wrote, and what the clock of the record shows in its terms. */
const story = `import { readFileSync } from 'node:fs';
import path from 'node:path';
import { scenario, sigkill } from ${JSON.stringify(path.join(repository, 'harness', 'index.ts'))};

scenario('Clock', { asserts: ['binds-at-startup'], needs: ['strace'], timeoutMs: 120_000 }, async ({ arena }) => {
	for (let at = 0; at < ${tries}; at++) {
		const file = path.join(arena.folder, 'control', 'clock-' + at + '.strace');
		const holder = await arena.launch({ traceOnly: { file, calls: ['listen'], isFast: true } });
		await arena.finishStart(holder);
		await holder.inject(sigkill);
		const epochMs = performance.timeOrigin + performance.now() - arena.recorder.now();
		const trace = readFileSync(file, 'utf8');
		const [, listened] = /^\\d+ +([\\d.]+) listen\\(.* = 0/m.exec(trace) ?? [];
		// The last thread closes the sockets.
		const killed = [...trace.matchAll(/^\\d+ +([\\d.]+) \\+\\+\\+ killed by SIGKILL/gm)].at(-1)?.[1];
		const note = { clock: holder.id, listenedMs: listened * 1000 - epochMs, killedMs: killed * 1000 - epochMs };
		arena.recorder.add({ type: 'note', text: JSON.stringify(note) });
	}
});
`;

const noteSchema = z.object({ clock: z.string(), listenedMs: z.number(), killedMs: z.number() });
type Note = z.infer<typeof noteSchema>;

function differencesIn(events: Timeline): { bound: number[]; freed: number[] } {
	const notes = events.flatMap((event) =>
		event.type === 'note' && event.text.startsWith('{"clock"') ? [noteSchema.parse(JSON.parse(event.text))] : [],
	);
	const of = (type: 'listening' | 'stopped-listening', at: (note: Note) => number) =>
		notes.flatMap((note) =>
			events.flatMap((event) => (event.type === type && event.instance === note.clock ? [event.t - at(note)] : [])),
		);
	return { bound: of('listening', (note) => note.listenedMs), freed: of('stopped-listening', (note) => note.killedMs) };
}

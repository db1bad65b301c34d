import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { clawdbot202512 } from '../../harness/contract/clawdbot-2025-12.ts';
import { judge } from '../../harness/judge/judge.ts';
import { TimelineBuilder } from '../../harness/judge/testing/timeline-builder.ts';
import { verdictOf } from '../../harness/judge/verdict.ts';
import { buildReport } from '../../harness/report/build-report.ts';
import type { CaseReport } from '../../harness/report/report.ts';
import type { Timeline } from '../../harness/timeline/events.ts';
import { serializeEvent } from '../../harness/timeline/timeline-file.ts';

/** One case of a made-up run. */
export interface MadeCase {
	readonly id: string;
	readonly title: string;
	readonly timeline: Timeline;
}

/** Writes a run folder as `gatelock run` leaves it, with these cases. */
export function writeRun(folder: string, cases: readonly MadeCase[]): string {
	const reports = cases.map(({ id, title, timeline: made }): CaseReport => {
		const names = { caseId: id, scenario: id, title };
		const timeline = made.map((event) => (event.type === 'case-started' ? { ...event, ...names } : event));
		mkdirSync(path.join(folder, 'cases', id), { recursive: true });
		writeFileSync(path.join(folder, 'cases', id, 'timeline.jsonl'), timeline.map(serializeEvent).join(''));
		const clauses = judge(timeline, clawdbot202512);
		const { verdict, reason } = verdictOf(timeline, ['single-instance'], clauses);
		return {
			...{ id, title, verdict, asserts: ['single-instance'], durationMs: timeline.at(-1)?.t ?? 0, runs: 1 },
			clauses: clauses.map((each) => ({ id: each.id, status: each.status })),
			findings: clauses.flatMap(({ findings }) => findings),
			...(reason === undefined ? {} : { reason }),
			folder: path.join('cases', id),
			repeat: `npx gatelock run ${id} --seed 1`,
		};
	});
	const facts = { gateway: 'node gateway.mjs', contract: clawdbot202512.id, isolation: 'none', seed: 1, limits: [] };
	const report = buildReport({ ...facts, cases: reports, durationMs: 1000, folder, versions: { gatelock: '0.1.0' } });
	writeFileSync(path.join(folder, 'report.json'), JSON.stringify(report));
	return folder;
}

/** A holder with clients that is killed, and a successor; `broken` lets both listen at once. */
export function ordinaryCase(index: number, broken: boolean): MadeCase {
	const builder = new TimelineBuilder()
		.spawn(10, 'g1')
		.listen(200, 'g1')
		.ready(220, 'g1')
		.clientOpened(230, 'c1', 'g1');
	builder.says(205, 'g1', 'gateway listening on ws://127.0.0.1:20001');
	if (!broken) builder.clientClosed(300, 'c1', 'g1').stopListening(300, 'g1').killed(290, 'g1');
	builder.spawn(400, 'g2').listen(650, 'g2').ready(660, 'g2').probe(670, 'g2', 'refused');
	const id = `case-${String(index).padStart(3, '0')}`;
	return { id, title: `Case ${index}${broken ? ', in which two listen' : ''}`, timeline: builder.end(900) };
}

/** A case whose record has this many events: two gateways that talk all the time. */
export function longCase(events: number): MadeCase {
	const builder = new TimelineBuilder()
		.spawn(1, 'g1')
		.listen(100, 'g1')
		.ready(110, 'g1')
		.spawn(120, 'g2')
		.listen(150, 'g2');
	for (let n = 0; n < events - 7; n++) {
		builder.says(200 + n * 0.9, n % 3 === 0 ? 'g2' : 'g1', `line ${n}: request ${n * 7} took ${n % 97} ms`);
	}
	return { id: 'long', title: `A case of ${events} events`, timeline: builder.end(200 + events) };
}

/** As many cases as are asked for, every tenth broken. */
export function manyCases(count: number): MadeCase[] {
	return Array.from({ length: count }, (_, index) => ordinaryCase(index, index % 10 === 3));
}

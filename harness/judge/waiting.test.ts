import { expect, test } from 'vitest';
import { clawdbot202512 } from '../contract/clawdbot-2025-12.ts';
import type { Limit } from '../contract/limits.ts';
import type { Timeline } from '../timeline/events.ts';
import { judge } from './judge.ts';
import { inUse, TimelineBuilder } from './testing/timeline-builder.ts';

const limits: readonly Limit[] = [
	{ clause: 'binds-at-startup', limitMs: 60_000, idleLimitMs: 3_000, origin: 'test' },
	{ clause: 'rebinds-immediately', limitMs: 60_000, origin: 'test' },
	{ clause: 'fails-fast', limitMs: 60_000, idleLimitMs: 1_500, origin: 'test' },
	{ clause: 'frees-port-on-shutdown', limitMs: 5_000, origin: 'test' },
];

function findings(timeline: Timeline): string[] {
	const clauses = judge(timeline, clawdbot202512, { limits });
	return clauses.flatMap((clause) => clause.findings.map((finding) => `${clause.id}: ${finding.message}`));
}

function started(idleMs: number, listenedAt: number): TimelineBuilder {
	return new TimelineBuilder().spawn(0, 'g1').add({
		t: listenedAt,
		type: 'listening',
		instance: 'g1',
		pid: 101,
		address: '127.0.0.1',
		port: 20_001,
		inode: 7,
		starvedMs: 0,
		idleMs,
	});
}

function refused(idleMs: number, exitedAt: number): TimelineBuilder {
	return new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.spawn(1_000, 'g2')
		.says(exitedAt - 1, 'g2', inUse)
		.add({ t: exitedAt, type: 'exited', instance: 'g2', code: 1, signal: null, starvedMs: 0, idleMs })
		.gone(exitedAt, 'g2');
}

test('a start that waits is late, however slow the build is', () => {
	expect(findings(started(5_000, 5_300).end(9_000))).toMatchInlineSnapshot(`
		[
		  "binds-at-startup: g1 waited 4205 of 5300 ms before it listened; the limit on waiting is 3000 ms.",
		]
	`);
});

test('a slow start that works is not', () => {
	expect(findings(started(300, 40_000).end(50_000))).toEqual([]);
});

test('time that a host took away looks like waiting and is not held against a start', () => {
	expect(findings(started(3_071, 37_328).end(50_000))).toEqual([]);
});

test('a loser that waits out a lock timeout is found on a slow machine too', () => {
	expect(findings(refused(6_200, 15_000).end(20_000))).toMatchInlineSnapshot(`
		[
		  "fails-fast: g2 could not have its port, but waited 4100 of 14000 ms before it exited; the limit on waiting is 1500 ms.",
		]
	`);
});

test('a loser that only works is not', () => {
	expect(findings(refused(1_900, 15_000).end(20_000))).toEqual([]);
});

/** A build that starts in one second. */
const quick = limits.map((limit) => (limit.clause === 'rebinds-immediately' ? { ...limit, limitMs: 3_500 } : limit));

function rebound(idleMs: number, options: { readonly controlMs: number | null }): Timeline {
	const timeline = new TimelineBuilder().spawn(0, 'g1').listen(100, 'g1').killed(1_000, 'g1').spawn(2_000, 'g2');
	timeline.add({
		t: 14_000,
		type: 'listening',
		instance: 'g2',
		pid: 102,
		address: '127.0.0.1',
		port: 20_001,
		inode: 8,
		starvedMs: 0,
		idleMs,
	});
	const { controlMs } = options;
	if (controlMs !== null) timeline.add({ t: 20_000, type: 'control-measured', instance: 'g2', startMs: controlMs });
	return timeline.end(21_000);
}

function rebinding(timeline: Timeline): string {
	const clause = judge(timeline, clawdbot202512, { limits: quick }).find(({ id }) => id === 'rebinds-immediately');
	return clause?.status ?? 'missing';
}

test('who works all the time on a machine that turned slow allows no verdict; who waits is late all the same', () => {
	expect({
		worked: rebinding(rebound(300, { controlMs: 4_000 })),
		waited: rebinding(rebound(7_000, { controlMs: 4_000 })),
		workedButTheMachineIsAsBefore: rebinding(rebound(300, { controlMs: 1_100 })),
		workedAndNobodyLooked: rebinding(rebound(300, { controlMs: null })),
	}).toEqual({
		worked: 'not-exercised',
		waited: 'broken',
		workedButTheMachineIsAsBefore: 'broken',
		workedAndNobodyLooked: 'broken',
	});
});

/** Three correct gateways contend with a fourth; the last loser worked for long, and waited for so much of it. */
function crowded(idleMs: number, exitsAt: number): Timeline {
	const story = new TimelineBuilder().spawn(0, 'g1').listen(100, 'g1');
	for (const id of ['g2', 'g3', 'g4', 'g5']) story.spawn(1_000, id);
	for (const id of ['g2', 'g3', 'g4']) story.refused(2_000, id);
	story.says(exitsAt - 1, 'g5', inUse);
	story.add({ t: exitsAt, type: 'exited', instance: 'g5', code: 1, signal: null, starvedMs: 0, idleMs });
	return story.gone(exitsAt, 'g5').end(40_000);
}

function lateInCrowd(idleMs: number, exitsAt = 9_000): string[] {
	const fast = limits.map((each) => (each.clause === 'fails-fast' ? { ...each, limitMs: 5_000 } : each));
	const clause = judge(crowded(idleMs, exitsAt), clawdbot202512, { limits: fast }).find(
		({ id }) => id === 'fails-fast',
	);
	return clause?.findings.map(({ message }) => message) ?? [];
}

test('who works in a crowd of starts for longer than alone is not late; who waits there, or works for much longer, is', () => {
	expect(lateInCrowd(1_500)).toEqual([]);
	expect(lateInCrowd(6_000)).toHaveLength(1);
	expect(lateInCrowd(1_500, 20_000)).toHaveLength(1);
});

/** A loser that starves for so much of its time beside other programs, and waits for so much of it. */
function lateAmongOthers(starvedMs: number, idleMs: number, exitsAt: number): number {
	const story = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.spawn(1_000, 'g2')
		.says(exitsAt - 1, 'g2', inUse)
		.add({ t: exitsAt, type: 'exited', instance: 'g2', code: 1, signal: null, starvedMs, idleMs })
		.gone(exitsAt, 'g2')
		// Two seconds later the machine was as quick as ever.
		.add({ t: exitsAt + 2_000, type: 'control-measured', instance: 'g2', startMs: 500 });
	const fast = limits.map((each) => (each.clause === 'fails-fast' ? { ...each, limitMs: 2_223 } : each));
	const clauses = judge(story.end(60_000), clawdbot202512, { limits: fast });
	return clauses.find(({ id }) => id === 'fails-fast')?.findings.length ?? 0;
}

test('who works beside other programs that take its cores is not late; who waits there, had its cores, or took far longer, is', () => {
	// As a storm recorded it, of the reference gateway.
	expect(lateAmongOthers(900, 466, 4_246)).toBe(0);
	expect(lateAmongOthers(100, 466, 4_246)).toBe(1);
	expect(lateAmongOthers(900, 2_500, 4_246)).toBe(1);
	expect(lateAmongOthers(4_000, 466, 14_000)).toBe(1);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { entry, TimelineBuilder, testPort } from '../../judge/testing/timeline-builder.ts';
import { scheduleOf } from './contenders.ts';
import { packed } from './lane.ts';
import { lanesOf } from './lanes.ts';
import { ownershipOf } from './ownership.ts';
import { anyTimeline } from './testing/any-timeline.ts';

const address = `127.0.0.1:${testPort}`;

test('a holder that is killed, and its successor', () => {
	const timeline = new TimelineBuilder()
		.spawn(10, 'g1')
		.listen(100, 'g1')
		.ready(120, 'g1')
		.clientOpened(130, 'c1', 'g1')
		.killed(200, 'g1')
		.audit(220, [entry('home/x.lock', { content: '1001' })])
		.spawn(300, 'g2')
		.listen(400, 'g2')
		.end(500);
	const lanes = lanesOf(timeline);
	expect(lanes.map(({ id }) => id)).toEqual([
		...['case', 'g1', 'g1/processes/0', 'g2', 'g2/processes/0', `port/${address}/0`, 'client/0', 'file/home/x.lock'],
	]);
	const bars = (id: string) =>
		lanes.find((lane) => lane.id === id)?.bars.map(({ look, from, to, label }) => [look, from, to, label]);
	expect(bars('g1')).toEqual([
		['starting', 10, 100, 'starts'],
		['listening', 100, 120, 'listens'],
		['ready', 120, 210, 'ready'],
	]);
	expect(bars('g1/processes/0')).toEqual([['holder', 10, 210, 'launcher, holder 1001']]);
	expect(bars(`port/${address}/0`)).toEqual([
		['owned', 100, 210, 'g1 (pid 1001)'],
		['owned', 400, Number.POSITIVE_INFINITY, 'g2 (pid 1002)'],
	]);
	expect(bars('file/home/x.lock')).toEqual([['content', 220, Number.POSITIVE_INFINITY, '1001']]);
});

test('two who hold one address at once stand below each other', () => {
	const timeline = new TimelineBuilder().spawn(1, 'g1').listen(5, 'g1').spawn(6, 'g2').listen(9, 'g2').end(20);
	const ports = lanesOf(timeline).filter(({ kind }) => kind === 'port');
	expect(ports.map(({ label, bars }) => [label, bars.map(({ owner }) => owner)])).toEqual([
		[address, ['g1']],
		['held twice', ['g2']],
	]);
});

test('a lock file is shown with its content at each look, and not when it was gone', () => {
	const looks = new TimelineBuilder()
		.audit(10, [entry('home/x.lock', { content: '1' })])
		.audit(20, [entry('home/x.lock', { content: '1' })])
		.audit(30, [entry('home/x.lock', { content: '2' })])
		.audit(40, [])
		.end(50);
	const file = lanesOf(looks).find(({ kind }) => kind === 'file');
	expect(file?.bars.map(({ from, to, label }) => [from, to, label])).toEqual([
		[10, 30, '1'],
		[30, 40, '2'],
	]);
});

test('a schedule shows the calls of both contenders, where one was held, and where it went on', () => {
	const call = { type: 'called', pid: 1001, relevance: 'files' } as const;
	const timeline = new TimelineBuilder()
		.spawn(1, 'g1')
		.add({ ...call, t: 2, instance: 'g1', number: 1, text: 'openat x.lock', held: true })
		.fault(3, 'g1', 'SIGSTOP', 'freeze')
		.spawn(4, 'g2')
		.add({ ...call, t: 5, instance: 'g2', number: 1, text: 'unlink x.lock', held: false })
		.fault(6, 'g1', 'SIGCONT', 'thaw')
		.end(10);
	expect(scheduleOf(timeline)?.contenders).toEqual(['g1', 'g2']);
	expect(scheduleOf(timeline)?.rows.map(({ instance, kind, text }) => `${instance} ${kind} ${text}`)).toEqual([
		'g1 life spawned',
		'g1 held openat x.lock',
		'g2 life spawned',
		'g2 change unlink x.lock',
		'g1 goes-on goes on',
	]);
	expect(scheduleOf(new TimelineBuilder().spawn(1, 'g1').end(2))).toBeNull();
});

describe('of any record', () => {
	test('every event is a mark of exactly one lane', () => {
		fc.assert(
			fc.property(anyTimeline, (timeline) => {
				const marked = lanesOf(timeline).flatMap(({ marks }) => marks.map(({ event }) => event));
				expect(marked.toSorted((a, b) => a - b)).toEqual(timeline.map((_, index) => index));
			}),
		);
	});

	test('lanes have ids of their own, and no span ends before it begins', () => {
		fc.assert(
			fc.property(anyTimeline, (timeline) => {
				const lanes = lanesOf(timeline);
				expect(new Set(lanes.map(({ id }) => id)).size).toBe(lanes.length);
				expect(lanes.flatMap(({ bars }) => bars).filter(({ from, to }) => to < from)).toEqual([]);
			}),
		);
	});

	test('spans of ownership overlap only where two owners were seen, and name all who ever listened', () => {
		fc.assert(
			fc.property(anyTimeline, (timeline) => {
				const places = ownershipOf(timeline);
				for (const { owned } of places) {
					for (const [index, one] of owned.entries()) {
						for (const other of owned.slice(index + 1)) {
							const overlaps = one.from < other.to && other.from < one.to;
							expect(overlaps && one.owner === other.owner).toBe(false);
						}
					}
				}
				const spawned = new Set<string>();
				const listened: string[] = [];
				for (const event of timeline) {
					if (event.type === 'spawned') spawned.add(event.instance);
					if (event.type === 'listening' && spawned.has(event.instance)) listened.push(event.instance);
				}
				const owners = new Set(places.flatMap(({ owned }) => owned.map(({ owner }) => owner)));
				expect(listened.filter((id) => !owners.has(id))).toEqual([]);
			}),
		);
	});
});

test('spans are packed into rows without overlap, as far as there are rows', () => {
	const span = fc.tuple(fc.nat(100), fc.nat(20)).map(([from, length]) => ({ from, to: from + length }));
	fc.assert(
		fc.property(fc.array(span), fc.integer({ min: 1, max: 8 }), (spans, maxRows) => {
			const rows = packed(spans, maxRows);
			expect(rows.flat()).toHaveLength(spans.length);
			expect(rows.length).toBeLessThanOrEqual(maxRows);
			for (const row of rows.slice(0, -1)) {
				for (const [index, one] of row.entries()) expect(row[index + 1]?.from ?? one.to).toBeGreaterThanOrEqual(one.to);
			}
		}),
	);
});

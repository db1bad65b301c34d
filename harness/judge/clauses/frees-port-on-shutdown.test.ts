import { expect, test } from 'vitest';
import { findingsIn, statusOf, TimelineBuilder } from '../testing/timeline-builder.ts';

const clause = 'frees-port-on-shutdown';

test('a crash is no shutdown', () => {
	const timeline = new TimelineBuilder().spawn(0, 'g1').listen(100, 'g1').ready(150, 'g1').killed(1000, 'g1').end(9000);
	expect(statusOf(timeline, clause)).toBe('not-exercised');
	expect(findingsIn(timeline)).toEqual([]);
});

test('killed during its shutdown, it had no chance', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.fault(1000, 'g1', 'SIGTERM', 'graceful-stop')
		.killed(2000, 'g1')
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('not-exercised');
	expect(findingsIn(timeline)).toEqual([]);
});

test('watched for less than the limit', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.fault(1000, 'g1', 'SIGTERM', 'graceful-stop')
		.end(5000);
	expect(statusOf(timeline, clause)).toBe('not-exercised');
	expect(findingsIn(timeline)).toEqual([]);
});

test('gone in time', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.fault(1000, 'g1', 'SIGTERM', 'graceful-stop')
		.stopListening(1050, 'g1')
		.ends(1100, 'g1', 0)
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('holds');
	expect(findingsIn(timeline)).toEqual([]);
});

test('gone in time when stopped during its start', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.fault(50, 'g1', 'SIGTERM', 'graceful-stop')
		.ends(100, 'g1', null, { signal: 'SIGTERM' })
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('holds');
	expect(findingsIn(timeline)).toEqual([]);
});

test('the signal is ignored', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.fault(1000, 'g1', 'SIGTERM', 'graceful-stop')
		.gaveUp(6100, 'g1', 'gone', 'alive-listening')
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "frees-port-on-shutdown: g1 still listened on 127.0.0.1:20001 5000 ms after SIGTERM.",
		]
	`);
});

test('the signal is ignored during the start', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.fault(50, 'g1', 'SIGTERM', 'graceful-stop')
		.listen(200, 'g1')
		.gaveUp(6100, 'g1', 'gone', 'alive-listening')
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "frees-port-on-shutdown: g1 still listened on 127.0.0.1:20001 5000 ms after SIGTERM.",
		]
	`);
});

test('the port is free, but a process stays', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.fault(1000, 'g1', 'SIGTERM', 'graceful-stop')
		.stopListening(1050, 'g1')
		.add({ t: 200, type: 'process-seen', instance: 'g1', pid: 4711, role: 'other', name: 'worker' })
		.exit(1100, 'g1', 0)
		.gaveUp(6100, 'g1', 'gone', 'alive-and-silent')
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "frees-port-on-shutdown: g1 was not gone 5000 ms after SIGTERM: worker 4711.",
		]
	`);
});

test('gone, but late', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.fault(1000, 'g1', 'SIGTERM', 'graceful-stop')
		.stopListening(1050, 'g1')
		.ends(8000, 'g1', 0)
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "frees-port-on-shutdown: g1 took 7000 ms to be gone after SIGTERM; the limit is 5000 ms.",
		]
	`);
});

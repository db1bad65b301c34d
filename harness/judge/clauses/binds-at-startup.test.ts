import { expect, test } from 'vitest';
import { findingsIn, statusOf, TimelineBuilder } from '../testing/timeline-builder.ts';

const clause = 'binds-at-startup';

test('a start that is killed before it listens exercises nothing', () => {
	const timeline = new TimelineBuilder().spawn(0, 'g1').killed(50, 'g1').end(9000);
	expect(statusOf(timeline, clause)).toBe('not-exercised');
	expect(findingsIn(timeline)).toEqual([]);
});

test('a start that nobody watched long enough exercises nothing', () => {
	const timeline = new TimelineBuilder().spawn(0, 'g1').end(3500);
	expect(statusOf(timeline, clause)).toBe('not-exercised');
	expect(findingsIn(timeline)).toEqual([]);
});

test('a start on an occupied port exercises nothing', () => {
	const timeline = new TimelineBuilder().occupant(0).spawn(10, 'g1').refused(500, 'g1').end(9000);
	expect(statusOf(timeline, clause)).toBe('not-exercised');
	expect(findingsIn(timeline)).toEqual([]);
});

test('it listens in time, on ::1 and a side port too', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.listen(100, 'g1', { address: '::1' })
		.listen(110, 'g1', { port: 20_003 })
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('holds');
	expect(findingsIn(timeline)).toEqual([]);
});

test('time without a core is not held against it', () => {
	const timeline = new TimelineBuilder().spawn(0, 'g1').listen(4000, 'g1', { starvedMs: 1500 }).end(9000);
	expect(statusOf(timeline, clause)).toBe('holds');
	expect(findingsIn(timeline)).toEqual([]);
});

test('nor is a tracer of the harness', () => {
	const timeline = new TimelineBuilder().spawn(0, 'g1', { slowdown: 10 }).listen(8000, 'g1').end(9000);
	expect(statusOf(timeline, clause)).toBe('holds');
	expect(findingsIn(timeline)).toEqual([]);
});

test('a launcher may leave with 0 while its child listens', () => {
	const timeline = new TimelineBuilder().spawn(0, 'g1').exit(50, 'g1', 0).listen(200, 'g1').end(9000);
	expect(statusOf(timeline, clause)).toBe('holds');
	expect(findingsIn(timeline)).toEqual([]);
});

test('what hits it after the wait was given up does not excuse it', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.gaveUp(3000, 'g1', 'listening', 'alive-and-silent')
		.killed(3100, 'g1')
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "binds-at-startup: g1 was alive, but still did not listen on 127.0.0.1:20001 after 3000 ms; the limit is 3000 ms.",
		]
	`);
});

test('it exits', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.says(300, 'g1', 'Error: no config')
		.ends(310, 'g1', 1)
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "binds-at-startup: g1 exited (exit code 1) instead of listening on port 20001, though nobody held it.",
		]
	`);
});

test('it is silent', () => {
	const timeline = new TimelineBuilder().spawn(0, 'g1').gaveUp(3000, 'g1', 'listening', 'alive-and-silent').end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "binds-at-startup: g1 was alive, but still did not listen on 127.0.0.1:20001 after 3000 ms; the limit is 3000 ms.",
		]
	`);
});

test('it is late', () => {
	const timeline = new TimelineBuilder().spawn(0, 'g1').listen(3500, 'g1', { starvedMs: 100 }).end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "binds-at-startup: g1 listened on 127.0.0.1:20001 after 3400 ms, not counting 100 ms of 3500 ms without a core; the limit is 3000 ms.",
		]
	`);
});

test('it listens on ::1 only', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1', { address: '::1' })
		.gaveUp(3000, 'g1', 'listening', 'alive-listening')
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "binds-at-startup: g1 listened on [::1]:20001 instead of 127.0.0.1:20001.",
		]
	`);
});

test('without --port it listens elsewhere', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1', { explicitPort: false })
		.listen(100, 'g1', { port: 20_007 })
		.gaveUp(3000, 'g1', 'listening', 'alive-listening')
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "binds-at-startup: g1 listened on 127.0.0.1:20007 instead of 127.0.0.1:20001.",
		]
	`);
});

test('it claims to be ready before it listens', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.add({ t: 100, type: 'ready-claimed', instance: 'g1', line: 'listening on ws://127.0.0.1:20001', bound: false })
		.listen(400, 'g1')
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "binds-at-startup: g1 claimed to be ready before it listened on port 20001.",
		]
	`);
});

test('a claim is fine when the listener was seen before it, or a kill came right after it', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(90, 'g1')
		.add({ t: 100, type: 'ready-claimed', instance: 'g1', line: 'listening', bound: false })
		.killed(101, 'g1')
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('holds');
	expect(findingsIn(timeline)).toEqual([]);
});

test('it listens but speaks no WebSocket', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.add({
			t: 200,
			type: 'handshake-failed',
			instance: 'g1',
			address: '127.0.0.1',
			port: 20_001,
			reason: 'HTTP 404 text/html',
		})
		.killed(3000, 'g1')
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "binds-at-startup: g1 listens on 127.0.0.1:20001, but no WebSocket: HTTP 404 text/html.",
		]
	`);
});

test('it listens and dies by itself before it serves', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ends(150, 'g1', 1)
		.add({
			t: 200,
			type: 'handshake-failed',
			instance: 'g1',
			address: '127.0.0.1',
			port: 20_001,
			reason: 'the instance ended',
		})
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "binds-at-startup: g1 exited (exit code 1) instead of serving its port, though nobody held it; it had listened on 127.0.0.1:20001 for 50 ms only.",
		]
	`);
});

test('a start that fails after it tried the port for a moment has not listened: it exited', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(900, 'g1', { address: '0.0.0.0' })
		.stopListening(926, 'g1', '0.0.0.0')
		.refused(950, 'g1', 'gateway already running (pid 7); lock timeout after 5000ms')
		.add({
			t: 960,
			type: 'handshake-failed',
			instance: 'g1',
			address: '127.0.0.1',
			port: 20_001,
			reason: 'the instance ended',
		})
		.spawn(2000, 'g2')
		.listen(4500, 'g2')
		.ready(4600, 'g2')
		.end(9000);
	// The next start follows no death: nobody had the port before it, so it has the time of a first start.
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "binds-at-startup: g1 exited (exit code 1) instead of serving its port, though nobody held it; it had listened on 0.0.0.0:20001 for 26 ms only.",
		]
	`);
});

test('whoever was stopped right after it listened had listened', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.fault(150, 'g1', 'SIGTERM', 'graceful-stop')
		.stopListening(180, 'g1')
		.ends(200, 'g1', 1)
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('holds');
});

test('a handshake that a kill cuts short is no finding', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.killed(110, 'g1')
		.add({
			t: 200,
			type: 'handshake-failed',
			instance: 'g1',
			address: '127.0.0.1',
			port: 20_001,
			reason: 'ECONNREFUSED',
		})
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('holds');
	expect(findingsIn(timeline)).toEqual([]);
});

test('a handshake that fails before it works is no finding', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.add({
			t: 120,
			type: 'handshake-failed',
			instance: 'g1',
			address: '127.0.0.1',
			port: 20_001,
			reason: 'ECONNREFUSED',
		})
		.ready(200, 'g1')
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('holds');
	expect(findingsIn(timeline)).toEqual([]);
});

test('of two at once one listens', () => {
	const timeline = new TimelineBuilder().spawn(0, 'g1').spawn(5, 'g2').listen(100, 'g2').refused(300, 'g1').end(9000);
	expect(statusOf(timeline, clause)).toBe('holds');
	expect(findingsIn(timeline)).toEqual([]);
});

test('of two at once none listens, which is one finding', () => {
	const timeline = new TimelineBuilder().spawn(0, 'g1').spawn(5, 'g2').ends(300, 'g1', 1).ends(300, 'g2', 1).end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "binds-at-startup: None of g1, g2 came to listen on 127.0.0.1:20001, though nobody else held it.",
		]
	`);
});

test('after a death it listens on ::1 again, which is still the wrong address', () => {
	const first = new TimelineBuilder().spawn(0, 'g1').listen(100, 'g1', { address: '::1' }).ready(150, 'g1', '::1');
	const timeline = first
		.killed(1000, 'g1')
		.spawn(1100, 'g2')
		.listen(1200, 'g2', { address: '::1' })
		.ready(1250, 'g2', '::1')
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "binds-at-startup: g1 listened on [::1]:20001 instead of 127.0.0.1:20001.",
		  "binds-at-startup: g2 listened on [::1]:20001 instead of 127.0.0.1:20001.",
		]
	`);
});

test('being late beside a PID guard or a neighbour is its own affair', () => {
	const timeline = new TimelineBuilder()
		.add({ t: 0, type: 'guard-planted', path: 'home/.clawdbot/gateway.pid', pid: 1 })
		.spawn(0, 'g1', { profile: 'a' })
		.listen(8000, 'g1')
		.spawn(9000, 'g2', { profile: 'b', port: 20_002 })
		.listen(17_000, 'g2')
		.end(20_000);
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "binds-at-startup: g1 listened on 127.0.0.1:20001 after 8000 ms; the limit is 3000 ms.",
		  "binds-at-startup: g2 listened on 127.0.0.1:20002 after 8000 ms; the limit is 3000 ms.",
		]
	`);
});

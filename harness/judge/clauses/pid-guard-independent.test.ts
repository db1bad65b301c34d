import { expect, test } from 'vitest';
import { findingsIn, statusOf, TimelineBuilder } from '../testing/timeline-builder.ts';

const clause = 'pid-guard-independent';

test('without a guard nothing is exercised', () => {
	const timeline = new TimelineBuilder().spawn(0, 'g1').listen(100, 'g1').ready(150, 'g1').end(9000);
	expect(statusOf(timeline, clause)).toBe('not-exercised');
	expect(findingsIn(timeline)).toEqual([]);
});

test('the gateway does not care', () => {
	const timeline = new TimelineBuilder()
		.add({ t: 0, type: 'guard-planted', path: 'home/.clawdbot/gateway.pid', pid: 1 })
		.spawn(10, 'g1')
		.listen(100, 'g1')
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('holds');
	expect(findingsIn(timeline)).toEqual([]);
});

test('the gateway believes the guard', () => {
	const timeline = new TimelineBuilder()
		.add({ t: 0, type: 'guard-planted', path: 'home/.clawdbot/gateway.pid', pid: 1 })
		.spawn(10, 'g1')
		.says(200, 'g1', 'already running (pid 1)')
		.ends(210, 'g1', 1)
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "pid-guard-independent: With the PID guard home/.clawdbot/gateway.pid: g1 exited (exit code 1) instead of listening on port 20001, though nobody held it.",
		]
	`);
});

test('the gateway waits for the guard', () => {
	const timeline = new TimelineBuilder()
		.add({ t: 0, type: 'guard-planted', path: 'home/.clawdbot/gateway.pid', pid: 1 })
		.spawn(10, 'g1')
		.gaveUp(3300, 'g1', 'listening', 'alive-and-talking')
		.add({ t: 8000, type: 'control-measured', instance: 'g1', startMs: 100 })
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "pid-guard-independent: With the PID guard home/.clawdbot/gateway.pid: g1 was alive, but still did not listen on 127.0.0.1:20001 after 3290 ms; the limit is 3200 ms.",
		]
	`);
});

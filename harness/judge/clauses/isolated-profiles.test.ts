import { expect, test } from 'vitest';
import { findingsIn, statusOf, TimelineBuilder } from '../testing/timeline-builder.ts';

const clause = 'isolated-profiles';

test('one profile alone exercises nothing', () => {
	const timeline = new TimelineBuilder().spawn(0, 'g1').listen(100, 'g1').ready(150, 'g1').end(9000);
	expect(statusOf(timeline, clause)).toBe('not-exercised');
	expect(findingsIn(timeline)).toEqual([]);
});

test('two ports with one profile promise nothing', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.spawn(500, 'g2', { port: 20_002 })
		.ends(1500, 'g2', 1)
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('not-exercised');
	expect(findingsIn(timeline)).toEqual([]);
});

test('a neighbour that was killed before it listened shows nothing', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1', { profile: 'a' })
		.listen(100, 'g1')
		.spawn(500, 'g2', { profile: 'b', port: 20_002 })
		.killed(600, 'g2')
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('not-exercised');
	expect(findingsIn(timeline)).toEqual([]);
});

test('both listen', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1', { profile: 'a' })
		.listen(100, 'g1')
		.spawn(500, 'g2', { profile: 'b', port: 20_002 })
		.listen(700, 'g2')
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('holds');
	expect(findingsIn(timeline)).toEqual([]);
});

test('the second is refused though port and profile are its own', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1', { profile: 'a' })
		.listen(100, 'g1')
		.spawn(500, 'g2', { profile: 'b', port: 20_002 })
		.says(900, 'g2', 'gateway already running (pid 1001)')
		.ends(1000, 'g2', 1)
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "isolated-profiles: Beside g1, with its own profile and port: g2 exited (exit code 1) instead of listening on port 20002, though nobody held it.",
		]
	`);
});

test('the second hangs', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1', { profile: 'a' })
		.listen(100, 'g1')
		.spawn(500, 'g2', { profile: 'b', port: 20_002 })
		.gaveUp(4000, 'g2', 'listening', 'alive-and-silent')
		.add({ t: 8000, type: 'control-measured', instance: 'g2', startMs: 100 })
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "isolated-profiles: Beside g1, with its own profile and port: g2 was alive, but still did not listen on 127.0.0.1:20002 after 3500 ms; the limit is 3200 ms.",
		]
	`);
});

test('the second ends the first', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1', { profile: 'a' })
		.listen(100, 'g1')
		.spawn(500, 'g2', { profile: 'b', port: 20_002 })
		.listen(700, 'g2')
		.stopListening(650, 'g1')
		.ends(660, 'g1', 1)
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "isolated-profiles: While g2 started with its own profile and port, g1 stopped listening on 127.0.0.1:20001.",
		]
	`);
});

test('the start of the second costs the first a client', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1', { profile: 'a' })
		.listen(100, 'g1')
		.spawn(500, 'g2', { profile: 'b', port: 20_002 })
		.clientOpened(300, 'c1', 'g1')
		.clientClosed(600, 'c1', 'g1')
		.listen(700, 'g2')
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "isolated-profiles: While g2 started with its own profile and port, g1 lost its client c1 (code 1006).",
		]
	`);
});

import { expect, test } from 'vitest';
import { findingsIn, statusOf, TimelineBuilder } from '../testing/timeline-builder.ts';

const clause = 'rebinds-immediately';

test('a first start is not a restart', () => {
	const timeline = new TimelineBuilder().spawn(0, 'g1').listen(100, 'g1').ready(150, 'g1').end(9000);
	expect(statusOf(timeline, clause)).toBe('not-exercised');
	expect(findingsIn(timeline)).toEqual([]);
});

test('after a loser only, a start is not a restart', () => {
	const timeline = new TimelineBuilder()
		.occupant(0)
		.spawn(10, 'g1')
		.refused(500, 'g1')
		.occupantStopped(600)
		.spawn(700, 'g2')
		.listen(800, 'g2')
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('not-exercised');
	expect(findingsIn(timeline)).toEqual([]);
});

test('the successor listens in time', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.killed(1000, 'g1')
		.spawn(1100, 'g2')
		.listen(1300, 'g2')
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('holds');
	expect(findingsIn(timeline)).toEqual([]);
});

test('after a fault that stopped a start before the bind, too', () => {
	const timeline = new TimelineBuilder().spawn(0, 'g1').killed(50, 'g1').spawn(100, 'g2').listen(300, 'g2').end(9000);
	expect(statusOf(timeline, clause)).toBe('holds');
	expect(findingsIn(timeline)).toEqual([]);
});

test('a fault without proof leaves open who holds the port', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.plan(1000, 'g1', 'uncaught-exception', 'crash')
		.fire(1000, 'g1')
		.spawn(1100, 'g2')
		.refused(1500, 'g2')
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('not-exercised');
	expect(findingsIn(timeline)).toEqual([]);
});

test('the successor is late', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.killed(1000, 'g1')
		.spawn(1100, 'g2')
		.listen(6100, 'g2')
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "rebinds-immediately: After the death of g1: g2 listened on 127.0.0.1:20001 after 5000 ms; the limit is 2000 ms.",
		]
	`);
});

test('the successor is refused by what the dead one left', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.killed(1000, 'g1')
		.spawn(1100, 'g2')
		.says(1400, 'g2', 'gateway already running (pid 1001); lock timeout after 5000ms')
		.ends(1500, 'g2', 1)
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "rebinds-immediately: After the death of g1: g2 exited (exit code 1) instead of listening on port 20001, though nobody held it.",
		]
	`);
});

test('the successor hangs', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.killed(1000, 'g1')
		.spawn(1100, 'g2')
		.gaveUp(3200, 'g2', 'listening', 'alive-and-silent')
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "rebinds-immediately: After the death of g1: g2 was alive, but still did not listen on 127.0.0.1:20001 after 2100 ms; the limit is 2000 ms.",
		]
	`);
});

test('an orphan keeps the port', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.fault(1000, 'g1', 'SIGKILL', 'crash')
		.exit(1010, 'g1', null, { signal: 'SIGKILL' })
		.spawn(2000, 'g2')
		.refused(2500, 'g2')
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "rebinds-immediately: g2 could not listen: port 20001 is still held by pid 1001 of g1.",
		]
	`);
});

test('of several successors at once none listens', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.killed(1000, 'g1')
		.spawn(1100, 'g2')
		.spawn(1100, 'g3')
		.ends(1500, 'g2', 1)
		.ends(1500, 'g3', 1)
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "rebinds-immediately: After the death of g1: None of g2, g3 came to listen on 127.0.0.1:20001, though nobody else held it.",
		]
	`);
});

test('a successor that exits after a late moment of listening was refused, and is told so', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.killed(1000, 'g1')
		.spawn(1100, 'g2')
		.listen(7641, 'g2', { address: '0.0.0.0' })
		.stopListening(7667, 'g2', '0.0.0.0')
		.refused(7700, 'g2', 'gateway already running (pid 7); lock timeout after 5000ms')
		.end(9000);
	expect(statusOf(timeline, 'rebinds-immediately')).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "rebinds-immediately: After the death of g1: g2 exited (exit code 1) instead of serving its port, though nobody held it; it had listened on 0.0.0.0:20001 for 26 ms only.",
		]
	`);
});

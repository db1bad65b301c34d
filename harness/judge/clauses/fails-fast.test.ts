import { expect, test } from 'vitest';
import { bindFailed, findingsIn, inUse, statusOf, TimelineBuilder } from '../testing/timeline-builder.ts';

const clause = 'fails-fast';

test('without a loser nothing is exercised', () => {
	const timeline = new TimelineBuilder().spawn(0, 'g1').listen(100, 'g1').ready(150, 'g1').end(9000);
	expect(statusOf(timeline, clause)).toBe('not-exercised');
	expect(findingsIn(timeline)).toEqual([]);
});

test('a contender that is killed is no loser', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.spawn(1000, 'g2')
		.killed(1200, 'g2')
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('not-exercised');
	expect(findingsIn(timeline)).toEqual([]);
});

test('a loser exits in time', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.spawn(1000, 'g2')
		.refused(1600, 'g2')
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('holds');
	expect(findingsIn(timeline)).toEqual([]);
});

test('a strained machine excuses its time, not its exit code', () => {
	const strained = (code: number) =>
		new TimelineBuilder()
			.spawn(0, 'g1')
			.listen(100, 'g1')
			.ready(150, 'g1')
			.spawn(1000, 'g2')
			.says(3900, 'g2', inUse)
			.add({ t: 4000, type: 'exited', instance: 'g2', code, signal: null, starvedMs: 900, idleMs: 100 })
			.gone(4000, 'g2', 900)
			.end(9000);
	const found = (code: number) => findingsIn(strained(code)).filter((each) => each.startsWith(clause));
	expect([found(1), found(0)]).toMatchInlineSnapshot(`
		[
		  [],
		  [
		    "fails-fast: g2 could not have its port, but exited with code 0.",
		  ],
		]
	`);
});

test('time without a core is not held against it', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.spawn(1000, 'g2')
		.says(2500, 'g2', inUse)
		.ends(2600, 'g2', 1, { starvedMs: 700 })
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('holds');
	expect(findingsIn(timeline)).toEqual([]);
});

test('of several at once the limit counts from when the port was taken', () => {
	const timeline = new TimelineBuilder().spawn(0, 'g1').spawn(0, 'g2').listen(2000, 'g1').refused(2500, 'g2').end(9000);
	expect(statusOf(timeline, clause)).toBe('holds');
	expect(findingsIn(timeline)).toEqual([]);
});

test('exit code 0', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.spawn(1000, 'g2')
		.says(1500, 'g2', inUse)
		.ends(1600, 'g2', 0)
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "fails-fast: g2 could not have its port, but exited with code 0.",
		]
	`);
});

test('late', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.spawn(1000, 'g2')
		.refused(2600, 'g2')
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "fails-fast: g2 could not have its port, but took 1600 ms to exit; the limit is 1000 ms.",
		]
	`);
});

test('hangs after its exact message', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.spawn(1000, 'g2')
		.says(1500, 'g2', inUse)
		.gaveUp(3000, 'g2', 'listening', 'alive-and-talking')
		.killed(3100, 'g2')
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "fails-fast: g2 could not have its port, but still lived after 2000 ms; the limit is 1000 ms.",
		]
	`);
});

test('dies by a signal that nobody sent', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.spawn(1000, 'g2')
		.says(1500, 'g2', inUse)
		.ends(1600, 'g2', null, { signal: 'SIGSEGV' })
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "fails-fast: g2 could not have its port, but ended by SIGSEGV, which nobody sent.",
		]
	`);
});

test('waits in silence until the holder is dead', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.spawn(1000, 'g2')
		.gaveUp(2500, 'g2', 'listening', 'alive-and-silent')
		.killed(3000, 'g1')
		.listen(3500, 'g2')
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "fails-fast: g2 could not have its port, but still lived after 1500 ms; the limit is 1000 ms.",
		]
	`);
});

test('a process stays behind', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.spawn(1000, 'g2')
		.says(1500, 'g2', inUse)
		.exit(1600, 'g2', 1)
		.gaveUp(3000, 'g2', 'gone', 'alive-and-silent')
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "fails-fast: g2 could not have its port, but still lived after 2000 ms; the limit is 1000 ms.",
		]
	`);
});

test('hangs after a bind failure', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.plan(0, 'g1', 'bind-EACCES', 'bind-failure')
		.fire(100, 'g1')
		.prove(100, 'g1')
		.says(110, 'g1', `${bindFailed}EACCES`)
		.gaveUp(2000, 'g1', 'listening', 'alive-and-talking')
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "fails-fast: g1 could not have its port, but still lived after 2000 ms; the limit is 1000 ms.",
		]
	`);
});

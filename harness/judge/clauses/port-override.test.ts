import { expect, test } from 'vitest';
import { findingsIn, statusOf, TimelineBuilder } from '../testing/timeline-builder.ts';

const clause = 'port-override';

test('without --port nothing is exercised', () => {
	const timeline = new TimelineBuilder().spawn(0, 'g1', { explicitPort: false }).listen(100, 'g1').end(9000);
	expect(statusOf(timeline, clause)).toBe('not-exercised');
	expect(findingsIn(timeline)).toEqual([]);
});

test('it listens where it was told', () => {
	const timeline = new TimelineBuilder().spawn(0, 'g1').listen(100, 'g1').ready(150, 'g1').end(9000);
	expect(statusOf(timeline, clause)).toBe('holds');
	expect(findingsIn(timeline)).toEqual([]);
});

test('a loser with a side port is no hopper', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.spawn(1000, 'g2')
		.listen(1100, 'g2', { port: 20_003 })
		.refused(1500, 'g2')
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('holds');
	expect(findingsIn(timeline)).toEqual([]);
});

test('a loser hops to the next port', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.spawn(1000, 'g2')
		.listen(1200, 'g2', { port: 20_002 })
		.ready(1300, 'g2', '127.0.0.1', 20_002)
		.gaveUp(2500, 'g2', 'exit', 'alive-listening')
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "port-override: g2 was told --port 20001 and listened on 127.0.0.1:20002.",
		]
	`);
});

test('the flag is ignored on a free port', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1', { port: 18_789 })
		.gaveUp(3000, 'g1', 'listening', 'alive-listening')
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "port-override: g1 was told --port 20001 and listened on 127.0.0.1:18789.",
		]
	`);
});

test('the message names the default port', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.spawn(1000, 'g2')
		.refused(1600, 'g2', 'another gateway instance is already listening on ws://127.0.0.1:18789')
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "exact-error-in-use: g2 lost to g1 and did not say so with the exact message.",
		  "port-override: g2 was told --port 20001, but its message names 18789.",
		]
	`);
});

test('two that ignore the flag meet on the default port', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1', { port: 18_789 })
		.gaveUp(3000, 'g1', 'listening', 'alive-listening')
		.spawn(4000, 'g2')
		.says(4100, 'g2', 'another gateway instance is already listening on ws://127.0.0.1:18789')
		.ends(4110, 'g2', 1)
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "port-override: g1 was told --port 20001 and listened on 127.0.0.1:18789.",
		]
	`);
});

test('a second profile is refused on a port that nobody told it', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1', { profile: 'a' })
		.listen(100, 'g1')
		.spawn(4000, 'g2', { profile: 'b', port: 20_002 })
		.says(4100, 'g2', 'another gateway instance is already listening on ws://127.0.0.1:20001')
		.ends(4110, 'g2', 1)
		.end(9000);
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "port-override: g2 was told --port 20002, but its message names 20001.",
		]
	`);
});

test('a loser to the default port hops too', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1', { explicitPort: false })
		.listen(100, 'g1')
		.spawn(1000, 'g2', { explicitPort: false })
		.listen(1200, 'g2', { port: 20_002 })
		.gaveUp(4500, 'g2', 'listening', 'alive-listening')
		.end(9000);
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "port-override: g2 could not have the default port 20001 and, without --port, listened on 127.0.0.1:20002.",
		]
	`);
});

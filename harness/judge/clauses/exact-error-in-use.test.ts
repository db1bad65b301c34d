import { expect, test } from 'vitest';
import { findingsIn, inUse, statusOf, TimelineBuilder } from '../testing/timeline-builder.ts';

const clause = 'exact-error-in-use';

test('a loser to an occupant is another clause', () => {
	const timeline = new TimelineBuilder().occupant(0).spawn(10, 'g1').refused(500, 'g1').end(9000);
	expect(statusOf(timeline, clause)).toBe('not-exercised');
	expect(findingsIn(timeline)).toEqual([]);
});

test('a loser that only chats has not refused yet', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.spawn(1000, 'g2')
		.says(1100, 'g2', 'starting')
		.end(1900);
	expect(statusOf(timeline, clause)).toBe('not-exercised');
	expect(findingsIn(timeline)).toEqual([]);
});

test('exact', () => {
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

test('refused before the winner of a race was seen to listen', () => {
	const timeline = new TimelineBuilder().spawn(0, 'g1').spawn(0, 'g2').refused(95, 'g2').listen(100, 'g1').end(9000);
	expect(statusOf(timeline, clause)).toBe('holds');
	expect(findingsIn(timeline)).toEqual([]);
});

test('a full stop too many', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.spawn(1000, 'g2')
		.refused(1600, 'g2', `${inUse}.`)
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "exact-error-in-use: g2 lost to g1 and did not say so with the exact message.",
		]
	`);
});

test('another message', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.spawn(1000, 'g2')
		.refused(1600, 'g2', 'gateway already running (pid 1001); lock timeout after 5000ms')
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "exact-error-in-use: g2 lost to g1 and did not say so with the exact message.",
		]
	`);
});

test('no word', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.spawn(1000, 'g2')
		.ends(1600, 'g2', 1)
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "exact-error-in-use: g2 lost to g1 and did not say so with the exact message; it printed nothing.",
		]
	`);
});

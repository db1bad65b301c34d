import { expect, test } from 'vitest';
import { bindFailed, findingsIn, inUse, statusOf, TimelineBuilder } from '../testing/timeline-builder.ts';

const clause = 'foreign-occupant';

test('a loser to an instance is another clause', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.spawn(1000, 'g2')
		.refused(1600, 'g2')
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('not-exercised');
	expect(findingsIn(timeline)).toEqual([]);
});

test("an occupant of ::1 is in nobody's way", () => {
	const timeline = new TimelineBuilder().occupant(0, '::1').spawn(10, 'g1').listen(200, 'g1').end(9000);
	expect(statusOf(timeline, clause)).toBe('not-exercised');
	expect(findingsIn(timeline)).toEqual([]);
});

test('exact', () => {
	const timeline = new TimelineBuilder().occupant(0, '0.0.0.0').spawn(10, 'g1').refused(500, 'g1').end(9000);
	expect(statusOf(timeline, clause)).toBe('holds');
	expect(findingsIn(timeline)).toEqual([]);
});

test('a cause appended', () => {
	const timeline = new TimelineBuilder()
		.occupant(0)
		.spawn(10, 'g1')
		.refused(500, 'g1', `${inUse} | listen EADDRINUSE: address already in use | EADDRINUSE`)
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "foreign-occupant: g1 lost to o1 and did not say so with the exact message.",
		]
	`);
});

test('another cause told besides', () => {
	const timeline = new TimelineBuilder()
		.occupant(0)
		.spawn(10, 'g1')
		.says(400, 'g1', `${bindFailed}listen EADDRINUSE`)
		.refused(500, 'g1', inUse)
		.end(9000);
	expect(findingsIn(timeline)).toEqual([
		'foreign-occupant: g1 lost to o1 and said so, but its output also says that the bind failed for another cause.',
	]);
});

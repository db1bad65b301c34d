import { expect, test } from 'vitest';
import { clawdbot202512 } from '../../contract/clawdbot-2025-12.ts';
import { judge } from '../judge.ts';
import { bindFailed, findingsIn, inUse, statusOf, TimelineBuilder } from '../testing/timeline-builder.ts';

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

test.each([
	['two lines', [`${bindFailed}listen EADDRINUSE`, inUse]],
	['two lines, the other way round', [inUse, `${bindFailed}listen EADDRINUSE`]],
	['one line', [`${bindFailed}${inUse}`]],
	['two lines, the second without a cause', [inUse, bindFailed.replace(/: $/, '')]],
	['a JSON record', [JSON.stringify({ level: 50, msg: inUse, error: `${bindFailed}listen EADDRINUSE` })]],
])('both causes told in %s', (_, lines) => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.spawn(1000, 'g2')
		.says(1500, 'g2', ...lines)
		.ends(1600, 'g2', 1)
		.end(9000);
	expect(findingsIn(timeline)).toEqual([
		'exact-error-in-use: g2 lost to g1 and said so, but its output also says that the bind failed for another cause.',
	]);
});

test("another port's bind failure is no other cause", () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.spawn(1000, 'g2')
		.says(1500, 'g2', inUse, bindFailed.replace(':20001', ':20009').concat('listen EACCES'))
		.ends(1600, 'g2', 1)
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('holds');
});

test('where one message contains the other, saying one is not saying both', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.spawn(1000, 'g2')
		.refused(1600, 'g2', `${bindFailed}EADDRINUSE`)
		.end(9000);
	const { bindFailed: text } = clawdbot202512.messages;
	const contract = { ...clawdbot202512, messages: { inUse: `${text}EADDRINUSE`, bindFailed: text } };
	expect(judge(timeline, contract).find(({ id }) => id === clause)?.status).toBe('holds');
});

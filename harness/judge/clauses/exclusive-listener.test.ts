import { expect, test } from 'vitest';
import { findingsIn, statusOf, TimelineBuilder } from '../testing/timeline-builder.ts';

const clause = 'exclusive-listener';

test('without a probe nothing is exercised', () => {
	const timeline = new TimelineBuilder().spawn(0, 'g1').listen(100, 'g1').ready(150, 'g1').end(9000);
	expect(statusOf(timeline, clause)).toBe('not-exercised');
	expect(findingsIn(timeline)).toEqual([]);
});

test('the probe is refused', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.probe(200, 'g1', 'refused')
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('holds');
	expect(findingsIn(timeline)).toEqual([]);
});

test('the port is shared', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.probe(200, 'g1', 'shared')
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "exclusive-listener: Another socket could bind 127.0.0.1:20001 beside the listener of g1.",
		]
	`);
});

test('it listens on every address', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1', { address: '0.0.0.0' })
		.probe(200, 'g1', 'refused')
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "exclusive-listener: g1 listens on 0.0.0.0:20001, which is not loopback.",
		]
	`);
});

test('an address that a failing start tried for a moment is not held against it, one that it served on is', () => {
	const tried = (isReady: boolean, until = 200) => {
		const timeline = new TimelineBuilder().spawn(0, 'g1').listen(100, 'g1').listen(101, 'g1', { address: '0.0.0.0' });
		if (isReady) timeline.ready(150, 'g1');
		return findingsIn(timeline.stopListening(until, 'g1', '0.0.0.0').end(9000)).filter((each) =>
			each.startsWith(clause),
		);
	};
	expect(tried(false)).toEqual([]);
	const finding = 'exclusive-listener: g1 listens on 0.0.0.0:20001, which is not loopback.';
	expect(tried(true)).toEqual([finding]);
	expect(tried(false, 1_200)).toEqual([finding]);
});

test('a side port is its own affair', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.listen(100, 'g1', { address: '0.0.0.0', port: 20_009 })
		.probe(200, 'g1', 'refused')
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('holds');
	expect(findingsIn(timeline)).toEqual([]);
});

test('::1 beside 127.0.0.1 is loopback as well', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.listen(101, 'g1', { address: '::1' })
		.ready(150, 'g1')
		.probe(200, 'g1', 'refused')
		.probe(210, 'g1', 'refused', '::1')
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('holds');
	expect(findingsIn(timeline)).toEqual([]);
});

test.each(['0.0.0.0', '::', '192.168.1.7', '::ffff:10.0.0.1'])(
	'%s beside 127.0.0.1 is found, also when it comes late',
	(address) => {
		const timeline = new TimelineBuilder()
			.spawn(0, 'g1')
			.listen(100, 'g1')
			.ready(150, 'g1')
			.probe(200, 'g1', 'refused')
			.listen(5000, 'g1', { address })
			.end(9000);
		expect(statusOf(timeline, clause)).toBe('broken');
	},
);

test('the port is shared on ::1 only', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.listen(101, 'g1', { address: '::1' })
		.ready(150, 'g1')
		.probe(200, 'g1', 'refused')
		.probe(210, 'g1', 'shared', '::1')
		.end(9000);
	expect(findingsIn(timeline)).toEqual([
		'exclusive-listener: Another socket could bind [::1]:20001 beside the listener of g1.',
	]);
});

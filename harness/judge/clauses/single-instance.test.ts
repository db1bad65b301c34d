import { expect, test } from 'vitest';
import { findingsIn, statusOf, TimelineBuilder } from '../testing/timeline-builder.ts';

const clause = 'single-instance';

test('one instance alone exercises nothing', () => {
	const timeline = new TimelineBuilder().spawn(0, 'g1').listen(100, 'g1').ready(150, 'g1').end(9000);
	expect(statusOf(timeline, clause)).toBe('not-exercised');
	expect(findingsIn(timeline)).toEqual([]);
});

test('a refused second instance is as it should be', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.spawn(1000, 'g2')
		.refused(1500, 'g2')
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('holds');
	expect(findingsIn(timeline)).toEqual([]);
});

test('a successor follows a dead holder', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.killed(1000, 'g1')
		.spawn(1100, 'g2')
		.listen(1200, 'g2')
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('holds');
	expect(findingsIn(timeline)).toEqual([]);
});

test('listeners that only seem to overlap between two scans do not', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.fault(1000, 'g1', 'SIGTERM', 'graceful-stop')
		.spawn(1001, 'g2')
		.listen(1200, 'g2')
		.stopListening(1201, 'g1')
		.ends(1210, 'g1', 0)
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('holds');
	expect(findingsIn(timeline)).toEqual([]);
});

test('two listeners share the port', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.spawn(1000, 'g2')
		.listen(1200, 'g2')
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "single-instance: g1 and g2 both listened on port 20001 at the same time.",
		]
	`);
});

test('a wildcard listener beside one on 127.0.0.1', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.spawn(1000, 'g2')
		.listen(1200, 'g2', { address: '::' })
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "single-instance: g1 and g2 both listened on port 20001 at the same time.",
		  "exclusive-listener: g2 listens on [::]:20001, which is not loopback.",
		]
	`);
});

test('two serve one base port at different addresses', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.spawn(1000, 'g2')
		.listen(1200, 'g2', { address: '::1' })
		.ready(1300, 'g2', '::1')
		.gaveUp(4500, 'g2', 'exit', 'alive-listening')
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "single-instance: g1 and g2 both served port 20001 at the same time.",
		]
	`);
});

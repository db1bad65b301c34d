import { expect, test } from 'vitest';
import type { FileChange, Timeline } from '../../timeline/events.ts';
import { findingsIn, statusOf, TimelineBuilder } from '../testing/timeline-builder.ts';

const clause = 'holder-undisturbed';

test('a holder alone exercises nothing', () => {
	const timeline = new TimelineBuilder().spawn(0, 'g1').listen(100, 'g1').ready(150, 'g1').end(9000);
	expect(statusOf(timeline, clause)).toBe('not-exercised');
	expect(findingsIn(timeline)).toEqual([]);
});

test('nothing happens to it', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.clientOpened(300, 'c1', 'g1')
		.spawn(1000, 'g2')
		.refused(1600, 'g2')
		.clientClosed(2000, 'c1', 'g1', true)
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('holds');
	expect(findingsIn(timeline)).toEqual([]);
});

test("a fault of its own is not the loser's doing", () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.spawn(1000, 'g2')
		.fault(1100, 'g1', 'SIGKILL', 'crash')
		.ends(1110, 'g1', null, { signal: 'SIGKILL' })
		.refused(1600, 'g2')
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('holds');
	expect(findingsIn(timeline)).toEqual([]);
});

test('a running holder rewrites its own state', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.spawn(1000, 'g2')
		.refused(1600, 'g2')
		.compared(1700, 'g1', 'g2', [{ path: 'home/state.json', change: 'modified', appended: false, lockLike: false }])
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('holds');
	expect(findingsIn(timeline)).toEqual([]);
});

test('a holder that was killed is told as killed, though its clients were lost a moment earlier', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.clientOpened(300, 'c1', 'g1')
		.spawn(1000, 'g2')
		.clientClosed(1199, 'c1', 'g1')
		.stopListening(1205, 'g1')
		.ends(1210, 'g1', null, { signal: 'SIGKILL' })
		.listen(1300, 'g2')
		.end(9000);
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "holder-undisturbed: While g2 tried to start, the holder g1 stopped listening on 127.0.0.1:20001.",
		]
	`);
});

test('the newcomer kills the holder and takes over', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.spawn(1000, 'g2')
		.stopListening(1200, 'g1')
		.ends(1210, 'g1', null, { signal: 'SIGTERM' })
		.listen(1300, 'g2')
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "holder-undisturbed: While g2 tried to start, the holder g1 stopped listening on 127.0.0.1:20001.",
		]
	`);
});

test('a loser that tries the port for a moment, to find out who holds it, is no holder', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.spawn(1000, 'g2')
		.listen(1400, 'g2', { address: '::' })
		.stopListening(1426, 'g2', '::')
		.refused(1600, 'g2')
		.listen(2000, 'g1')
		.ready(2050, 'g1')
		.end(9000);
	expect(findingsIn(timeline).filter((each) => each.startsWith(clause))).toEqual([]);
});

test('a client is lost', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.clientOpened(300, 'c1', 'g1')
		.spawn(1000, 'g2')
		.clientClosed(1200, 'c1', 'g1')
		.refused(1600, 'g2')
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "holder-undisturbed: While g2 tried to start, the holder g1 lost its client c1 (code 1006).",
		]
	`);
});

/** A lock file of g1 that has changed when g2 is gone. */
function lockChanged(change: Pick<FileChange, 'change' | 'before' | 'after'>, holderFrozen: boolean): Timeline {
	const file = { path: 'tmp/gateway.lock', appended: false, lockLike: true, ...change };
	return new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.spawn(1000, 'g2')
		.refused(1600, 'g2')
		.compared(1700, 'g1', 'g2', [file], holderFrozen)
		.end(9000);
}

test("the loser removes the frozen holder's lock", () => {
	const timeline = lockChanged({ change: 'deleted', before: '1001' }, true);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "holder-undisturbed: The start of g2 changed files of the holder g1: tmp/gateway.lock.",
		]
	`);
});

test('the loser writes itself into the lock of a running holder', () => {
	expect(statusOf(lockChanged({ change: 'modified', before: '1001', after: '{"pid":1002}' }, false), clause)).toBe(
		'broken',
	);
});

test('a running holder may remove and rewrite its own locks', () => {
	expect(statusOf(lockChanged({ change: 'deleted', before: '1001' }, false), clause)).toBe('holds');
	expect(statusOf(lockChanged({ change: 'modified', before: '1', after: '1001 2' }, false), clause)).toBe('holds');
});

test('the loser rewrites a file of the frozen holder', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.fault(900, 'g1', 'SIGSTOP', 'freeze')
		.spawn(1000, 'g2')
		.refused(1600, 'g2')
		.compared(
			1700,
			'g1',
			'g2',
			[{ path: 'home/state.json', change: 'replaced', appended: false, lockLike: false, before: 'a', after: 'b' }],
			true,
		)
		.fault(1800, 'g1', 'SIGCONT', 'thaw')
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "holder-undisturbed: The start of g2 changed files of the holder g1: home/state.json.",
		]
	`);
});

const attributes: readonly Pick<FileChange, 'change' | 'before' | 'after'>[] = [
	{ change: 'mode-changed', before: '0600', after: '1002' },
	{ change: 'owner-changed', before: '0:0', after: '1002:1002' },
	{ change: 'touched', before: '1001' },
];

test.each(attributes)(
	"of a frozen holder's lock $change is the loser's doing, of a running one's it may not be",
	(change) => {
		expect(statusOf(lockChanged(change, true), clause)).toBe('broken');
		expect(statusOf(lockChanged(change, false), clause)).toBe('holds');
	},
);

test('a file that was changed twice is named once', () => {
	const both = attributes.slice(0, 2).map((each) => ({ path: 'home/a', appended: false, lockLike: false, ...each }));
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.spawn(1000, 'g2')
		.refused(1600, 'g2')
		.compared(1700, 'g1', 'g2', both, true)
		.end(9000);
	expect(findingsIn(timeline)).toEqual(['holder-undisturbed: The start of g2 changed files of the holder g1: home/a.']);
});

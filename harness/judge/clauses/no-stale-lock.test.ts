import { expect, test } from 'vitest';
import { clawdbot202512 } from '../../contract/clawdbot-2025-12.ts';
import { judge } from '../judge.ts';
import { entry, findingsIn, statusOf, TimelineBuilder } from '../testing/timeline-builder.ts';

const clause = 'no-stale-lock';

test('an audit while an instance lives exercises nothing', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.audit(500, [entry('tmp/gateway.lock')], { alive: ['g1'] })
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('not-exercised');
	expect(findingsIn(timeline)).toEqual([]);
});

test('nothing but caches and logs is left', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.killed(1000, 'g1')
		.audit(1200, [
			entry('home/.cache/x.json', { content: '{}' }),
			entry('home/gateway.log', { content: 'pid 1001', deadPidsNamed: [1001] }),
		])
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('holds');
	expect(findingsIn(timeline)).toEqual([]);
});

test('an audit that ended at a bound has not seen everything: it accuses, but acquits nobody', () => {
	const audited = (name: string) =>
		new TimelineBuilder()
			.spawn(0, 'g1')
			.listen(100, 'g1')
			.ready(150, 'g1')
			.killed(1000, 'g1')
			.audit(1200, [entry(name)], { truncated: true })
			.end(9000);
	expect(statusOf(audited('home/many/1'), clause)).toBe('not-exercised');
	expect(statusOf(audited('home/gateway.lock'), clause)).toBe('broken');
});

test('what was there before is not left by the gateway', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.killed(1000, 'g1')
		.audit(1200, [entry('home/old.lock', { isNew: false })])
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('holds');
	expect(findingsIn(timeline)).toEqual([]);
});

test('nor is the PID guard of the harness itself', () => {
	const timeline = new TimelineBuilder()
		.add({ t: 0, type: 'guard-planted', path: 'home/.clawdbot/gateway.pid', pid: 1 })
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.killed(1000, 'g1')
		.audit(1200, [entry('home/.clawdbot/gateway.pid', { content: '1' })])
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('holds');
	expect(findingsIn(timeline)).toEqual([]);
});

test('a lock file is left, seen twice', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.killed(1000, 'g1')
		.audit(1200, [entry('tmp/clawdbot-0/gateway.1a2b3c4d.lock', { content: '{"pid":1001}', deadPidsNamed: [1001] })])
		.audit(1300, [entry('tmp/clawdbot-0/gateway.1a2b3c4d.lock')])
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "no-stale-lock: The file tmp/clawdbot-0/gateway.1a2b3c4d.lock was left behind: its name says "lock".",
		]
	`);
});

test('an owner file by any other name', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.killed(1000, 'g1')
		.audit(1200, [entry('home/.clawdbot/state', { content: '1001', deadPidsNamed: [1001] })])
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "no-stale-lock: The file home/.clawdbot/state was left behind: it holds nothing but the pid of the dead process 1001.",
		]
	`);
});

test('a control socket and a kernel lock', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.killed(1000, 'g1')
		.audit(1200, [entry('run/control', { kind: 'socket' })], {
			kernelLocks: [{ kind: 'abstract-socket', what: '@gateway' }],
		})
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "no-stale-lock: The socket run/control was left behind: a Unix socket marks an owner, and only a living one can answer.",
		  "no-stale-lock: The abstract socket @gateway outlived every instance.",
		]
	`);
});

test('what lies in a table of the kernel is shown as found', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.killed(1000, 'g1')
		.audit(1200, [], { kernelLocks: [{ kind: 'shared-memory', what: 'key 0x00004711' }] })
		.end(9000);
	const found = judge(timeline, clawdbot202512).flatMap(({ findings }) => findings.flatMap(({ evidence }) => evidence));
	expect(found.map(({ text }) => text)).toContain('audit finds the System V shared memory segment with key 0x00004711');
});

test('the LOCK of a database is none, a LOCK of its own is one', () => {
	const lock = (folder: string) => entry(`${folder}/LOCK`, { sizeBytes: 0, content: '' });
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.fault(1000, 'g1', 'SIGKILL', 'crash')
		.ends(1010, 'g1', null, { signal: 'SIGKILL' })
		.audit(1100, [lock('home/db'), entry('home/db/CURRENT'), entry('home/db/MANIFEST-000002'), lock('home/own')])
		.end(9000);
	expect(findingsIn(timeline)).toEqual([
		'no-stale-lock: The file home/own/LOCK was left behind: its name says "lock".',
	]);
});

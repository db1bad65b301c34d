import { describe, expect, test } from 'vitest';
import { findContract } from '../contract/index.ts';
import { judge } from './judge.ts';
import { entry, findingsIn, inUse, statusOf, TimelineBuilder, testPort } from './testing/timeline-builder.ts';

const tempLock = findContract('clawdbot-2026-01-25');
const exitCodes = findContract('openclaw-2026-04-27');
const inState = findContract('openclaw-2026-08-31');

/** g1 holds the port; g2 comes with the same home. */
const held = () => new TimelineBuilder().spawn(0, 'g1').listen(100, 'g1').ready(150, 'g1').spawn(1000, 'g2');
const running = 'gateway already running (pid 1001); lock timeout after 5000ms';

describe('the message of a loser', () => {
	test('with its holder’s home is that of the lock', () => {
		const timeline = held().refused(1600, 'g2', running).end(9000);
		expect(findingsIn(timeline, tempLock)).toEqual([]);
		expect(findingsIn(timeline)).toEqual([
			'exact-error-in-use: g2 lost to g1 and did not say so with the exact message.',
		]);
	});

	test('that tells of the port instead is another one', () => {
		expect(findingsIn(held().refused(1600, 'g2').end(9000), tempLock)).toEqual([
			'exact-error-in-use: g2 lost to g1 and did not say so with the exact message.',
		]);
	});

	test('with a home of its own is that of the port', () => {
		const other = new TimelineBuilder()
			.spawn(0, 'g1')
			.listen(100, 'g1')
			.ready(150, 'g1')
			.spawn(1000, 'g2', { profile: 'other' })
			.refused(1600, 'g2')
			.end(9000);
		expect(findingsIn(other, tempLock)).toEqual([]);
	});

	test('may be followed by its causes where the era prints them, and by nothing else', () => {
		const causes = `${inUse} | listen EADDRINUSE: address already in use 127.0.0.1:${testPort} | EADDRINUSE`;
		const told = (message: string) =>
			new TimelineBuilder().occupant(0).spawn(10, 'g1').refused(500, 'g1', message).end(9000);
		expect(findingsIn(told(causes), exitCodes)).toEqual([]);
		expect(findingsIn(told(causes), tempLock)).toHaveLength(1);
		expect(findingsIn(told(`${inUse}, sorry`), exitCodes)).toHaveLength(1);
	});
});

describe('a lock file', () => {
	const lock = entry('tmp/clawdbot-0/gateway.0123abcd.lock', { deadPidsNamed: [1001] });
	const run = () => new TimelineBuilder().spawn(0, 'g1').listen(100, 'g1').ready(150, 'g1');

	test('may stay after a crash', () => {
		const timeline = run().killed(1000, 'g1').audit(1200, [lock]).end(9000);
		expect(findingsIn(timeline, tempLock)).toEqual([]);
		expect(statusOf(timeline, 'no-stale-lock', tempLock)).toBe('holds');
	});

	test('may not stay after a clean stop', () => {
		const timeline = run()
			.fault(1000, 'g1', 'SIGTERM', 'graceful-stop')
			.ends(1100, 'g1', 0)
			.audit(1200, [lock])
			.end(9000);
		const [finding] = judge(timeline, tempLock).flatMap(({ findings }) => findings);
		expect(finding?.message).toContain('tmp/clawdbot-0/gateway.0123abcd.lock was left behind');
		expect(finding?.contradiction).toMatchInlineSnapshot(
			`"its own document says "no separate lock file or cleanup step is needed" (docs/gateway/gateway-lock.md in clawdbot@2026.1.24-3), but a lock file is taken before the bind since 2026.1.21"`,
		);
	});

	test('elsewhere may stay at no time', () => {
		const timeline = run()
			.killed(1000, 'g1')
			.audit(1200, [entry('home/main/gateway.lock')])
			.end(9000);
		expect(findingsIn(timeline, tempLock)).toHaveLength(1);
	});

	test('of a home whose last run was stopped may not stay though another home’s crashed', () => {
		const timeline = run()
			.spawn(0, 'g2', { profile: 'other', port: testPort + 1 })
			.listen(100, 'g2')
			.ready(150, 'g2')
			.fault(1000, 'g1', 'SIGTERM', 'graceful-stop')
			.ends(1100, 'g1', 0)
			.killed(1200, 'g2')
			.audit(2000, [
				entry('home/main/.openclaw/tmp/openclaw-0/gateway.state.lock'),
				entry('home/other/.openclaw/tmp/openclaw-0/gateway.state.lock'),
			])
			.end(9000);
		expect(findingsIn(timeline, inState)).toEqual([
			expect.stringContaining('home/main/.openclaw/tmp/openclaw-0/gateway.state.lock was left behind'),
		]);
	});

	test('that still names the dead owner of before was not taken over by the next', () => {
		const succeeded = (pids: number[]) =>
			run()
				.killed(1000, 'g1')
				.spawn(1500, 'g2')
				.listen(1600, 'g2')
				.ready(1650, 'g2')
				.audit(
					2000,
					[
						entry(lock.path, {
							deadPidsNamed: pids.filter((pid) => pid === 1001),
							livePidsNamed: pids.filter((pid) => pid === 1002),
						}),
					],
					{ alive: ['g2'] },
				)
				.end(9000);
		expect(findingsIn(succeeded([1002]), tempLock)).toEqual([]);
		expect(statusOf(succeeded([1002]), 'era:reclaims-lock', tempLock)).toBe('holds');
		expect(findingsIn(succeeded([1001]), tempLock)).toEqual([
			'era:reclaims-lock: tmp/clawdbot-0/gateway.0123abcd.lock still names a dead owner, though g2 has listened since.',
		]);
	});
});

test('two gateways with one home and two ports run side by side', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.spawn(1000, 'g2', { port: testPort + 1 })
		.listen(1100, 'g2')
		.ready(1150, 'g2')
		.end(9000);
	expect(findingsIn(timeline)).toEqual([]);
	expect(findingsIn(timeline, exitCodes)).toEqual([
		'era:one-per-state: g1 and g2 both listened at the same time, with the same home main.',
	]);
});

test('who is refused the home and only tries its port is no second owner, though it stood still before', () => {
	const tried = (untilMs: number) =>
		new TimelineBuilder()
			.spawn(0, 'g1', { port: testPort + 1 })
			.fault(500, 'g1', 'SIGSTOP', 'freeze')
			.spawn(600, 'g2')
			.listen(1100, 'g2')
			.ready(1150, 'g2')
			.fault(1200, 'g1', 'SIGCONT', 'thaw')
			.listen(1700, 'g1')
			.stopListening(untilMs, 'g1')
			.refused(untilMs + 70, 'g1', running)
			.end(9000);
	expect(findingsIn(tried(1728), exitCodes)).not.toContainEqual(expect.stringContaining('era:one-per-state'));
	expect(findingsIn(tried(3500), exitCodes)).toContainEqual(expect.stringContaining('era:one-per-state'));
});

describe('an exit code', () => {
	const refusedWith = (code: number) => held().says(1599, 'g2', running).ends(1600, 'g2', code).end(9000);

	test('of a loser says that it was refused, and not that its configuration is wrong', () => {
		expect(findingsIn(refusedWith(1), exitCodes)).toEqual([]);
		expect(findingsIn(refusedWith(78), exitCodes)).toEqual([
			'era:exit-code: g2 was refused its port and exited with exit code 78; for that there is 1.',
		]);
		expect(findingsIn(refusedWith(78))).not.toContainEqual(expect.stringContaining('exit code 78'));
	});

	test('that is contradicted by the build’s own document says so', () => {
		const found = judge(refusedWith(78), inState).flatMap(({ findings }) => findings);
		expect(found.find(({ clause }) => clause === 'era:exit-code')?.contradiction).toMatchInlineSnapshot(
			`"its own document says "Gateway startup uses exit code 78 for configuration-class startup failures; retry once after doctor" (docs/gateway/embedding.md in openclaw@2026.8.2), but a second gateway on the same state folder exits with 78 since 2026.9.4"`,
		);
	});

	test('of a stop is 0, unless it was killed besides', () => {
		const stopped = () =>
			new TimelineBuilder()
				.spawn(0, 'g1')
				.listen(100, 'g1')
				.ready(150, 'g1')
				.fault(1000, 'g1', 'SIGTERM', 'graceful-stop');
		expect(findingsIn(stopped().ends(1100, 'g1', 0).end(9000), exitCodes)).toEqual([]);
		expect(findingsIn(stopped().ends(1100, 'g1', 1).end(9000), exitCodes)).toEqual([
			'era:exit-code: g1 was asked to stop and exited with exit code 1; for that there is 0.',
		]);
		const killed = stopped().fault(1050, 'g1', 'SIGKILL', 'crash').ends(1100, 'g1', null, { signal: 'SIGKILL' });
		expect(findingsIn(killed.end(9000), exitCodes)).toEqual([]);
	});
});

import { expect, test } from 'vitest';
import { needsStrace } from '../harness/testing/needs-strace.ts';
import { exploreRaces } from './testing/explored.ts';

await needsStrace();

test('with two preemptions a gateway that keeps the contract keeps it in every order, too', async () => {
	const { report, exitCode } = await exploreRaces(['--preemptions', '2']);
	expect([...report.findings, ...report.withoutRace]).toEqual([]);
	expect(exitCode).toBe(0);
	expect(report.schedules.map(({ id }) => id)).toEqual([
		...['clean~start:bind', 'clean~start:bind~rival:bind', 'clean~stop:close', 'clean~stop:close~rival:bind'],
	]);
	expect(report.completeness.sentence).toContain('(preemption bound 2)');
});

test('two with one home on two ports are raced where one must be refused, and no more than were asked for', async () => {
	const { report, exitCode } = await exploreRaces([
		'--contract',
		'clawdbot-2026-01-25',
		'--schedules',
		'2',
		'--repeat',
		'1',
	]);
	expect(report.schedules).toHaveLength(2);
	expect(report.schedules.filter(({ id }) => id.endsWith('~other-port'))).toHaveLength(1);
	// The reference gateway has no lock but its port: that is no matter of a race.
	expect(report.withoutRace.map(({ clause }) => clause)).toContain('era:one-per-state');
	expect(report.findings.map(({ clause }) => clause)).not.toContain('era:one-per-state');
	expect(report.completeness.isComplete).toBe(false);
	expect(report.completeness.sentence).toMatch(/2 orders were run, at most \d+ more were not/);
	expect(exitCode).toBe(1);
});

test('a gateway that keeps the contract keeps it in every order', async () => {
	const { report, exitCode } = await exploreRaces([]);
	expect([...report.findings, ...report.withoutRace]).toEqual([]);
	expect(exitCode).toBe(0);
	// Between bind and listen, and when a shutdown has closed its listener.
	expect(report.schedules.map(({ id }) => id)).toEqual(['clean~start:bind', 'clean~stop:close']);
});

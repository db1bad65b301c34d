import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { type RaceFinding, type RaceReport, raceReportSchema } from '../harness/report/race-report.ts';
import { needsStrace } from '../harness/testing/needs-strace.ts';
import { fixtureCommand, repository, runGatelock, temporaryFolder } from './testing/gatelock.ts';
import { againstSchema } from './testing/published-schema.ts';

await needsStrace();

/** Some orders of three starts each, on a busy machine. */
const timeoutMs = 150_000;

const reclaimRace = ['--gateway', fixtureCommand('broken-gateways/lock-file-reclaim-race.mjs')];

async function race(
	options: readonly string[],
): Promise<{ report: RaceReport; stdout: string; exitCode: number | null }> {
	const cwd = temporaryFolder();
	const run = await runGatelock(['explore', 'races', ...options, '--json', 'races.json'], { cwd, timeoutMs });
	const json: unknown = JSON.parse(readFileSync(path.join(cwd, 'races.json'), 'utf8'));
	expect(againstSchema('races.schema.json', path.join(cwd, 'races.json'))).toEqual([]);
	return { report: raceReportSchema.parse(json), stdout: run.stdout, exitCode: run.exitCode };
}

/** One order of those that the whole exploration tries: the reclaiming start is held when it has opened its new lock. */
const lock = 'home/main/.gateway/gateway-{port}.lock';
const schedule = `killed~start:openat ${lock}#2`;

test('two who reclaim one stale lock both own the port: found, repeated, and a scenario of its own', {
	timeout: 300_000,
}, async () => {
	const { report, stdout, exitCode } = await race([...reclaimRace, '--repeat', '3', '--schedule', schedule]);
	expect(exitCode).toBe(1);
	const number = report.findings.findIndex(({ clause }) => clause === 'single-instance') + 1;
	const finding = report.findings[number - 1];
	expect(finding).toMatchObject({ schedule, repeated: { runs: 3, failed: 3, proved: 3 } });
	expect(stdout).toContain(`Again: ${finding?.replay}\n`);
	expect(report.totals.invalid).toBe(0);
	// One that died before, the one that was held, the other one and the third one.
	expect(callersIn(path.join(report.folder, report.schedules[0]?.folder ?? ''))).toEqual(['g2', 'g3', 'g4']);

	const again = await runGatelock(['repro', report.folder, '--finding', `${number}`], { timeoutMs });
	expect(again.stdout).toContain(`${finding?.clause}: ${finding?.message}`);
	expect(again.exitCode).toBe(1);

	const { title, cwd } = writeScenario(finding);
	const run = await runGatelock(['run', title, ...reclaimRace], { cwd });
	expect(run.stdout).toContain('single-instance');
	expect(run.exitCode).toBe(1);
});

test('two who are late by one step each are found with two preemptions, and with one they are not', {
	timeout: 300_000,
}, async () => {
	const gateway = fixtureCommand('broken-gateways/lock-file-reclaim-race-behind-a-probe.mjs');
	const late = ['--gateway', gateway];
	const once = await race([...late, '--repeat', '1', '--schedule', schedule]);
	expect(once.report.schedules.map(({ verdict }) => verdict)).not.toContain('invalid');
	// The late one takes the lock of the one that serves, and gives it up again.
	expect(once.report.findings.map(({ clause }) => clause)).toEqual(['holder-undisturbed']);

	const twice = `${schedule}~rival:connect`;
	const again = ['--repeat', '2', '--preemptions', '2'];
	const { report, exitCode } = await race([...late, ...again, '--schedule', twice]);
	expect(exitCode).toBe(1);
	const finding = report.findings.find(({ clause }) => clause === 'single-instance');
	expect(finding).toMatchObject({ schedule: twice, repeated: { runs: 2, failed: 2, proved: 2 } });
	expect(finding?.story.slice(2)).toEqual([
		'another one starts and is held after connect 127.0.0.1:20000',
		'the first one goes on',
		'then the other one goes on',
	]);

	const { title, cwd } = writeScenario(finding);
	const run = await runGatelock(['run', title, '--gateway', gateway], { cwd });
	expect(run.stdout).toContain('single-instance');
	expect(run.exitCode).toBe(1);
});

test('a file that is appended to and read is no log', { timeout: 200_000 }, async () => {
	const gateway = fixtureCommand('broken-gateways/owner-appended-to-a-history.mjs');
	const { report } = await race(['--gateway', gateway, '--repeat', '1']);
	expect(report.findings.map(({ clause }) => clause)).toContain('single-instance');
});

test('with two preemptions a gateway that keeps the contract keeps it in every order, too', {
	timeout: 200_000,
}, async () => {
	const { report, exitCode } = await race(['--preemptions', '2']);
	expect([...report.findings, ...report.withoutRace]).toEqual([]);
	expect(exitCode).toBe(0);
	expect(report.schedules.map(({ id }) => id)).toEqual([
		...['clean~start:bind', 'clean~start:bind~rival:bind', 'clean~stop:close', 'clean~stop:close~rival:bind'],
	]);
	expect(report.completeness.sentence).toContain('(preemption bound 2)');
});

/** The scenario that a report prints, in a project of its own. */
function writeScenario(finding: RaceFinding | undefined): { readonly title: string; readonly cwd: string } {
	const cwd = temporaryFolder();
	mkdirSync(path.join(cwd, 'scenarios'));
	const index = path.join(repository, 'harness', 'index.ts');
	const text = finding?.scenario ?? '';
	writeFileSync(path.join(cwd, 'scenarios', 'race.scenario.ts'), text.replace("'gatelock'", JSON.stringify(index)));
	const [, title = ''] = /^\t'(.*)',$/m.exec(text) ?? [];
	return { title, cwd };
}

/** Whose calls stand in the record of a case. */
function callersIn(folder: string): string[] {
	const events = readFileSync(path.join(folder, 'timeline.jsonl'), 'utf8').trim().split('\n');
	const callers = events.flatMap((line) => {
		const event = timelineLine.parse(JSON.parse(line));
		return event.type === 'called' && event.instance !== undefined ? [event.instance] : [];
	});
	return [...new Set(callers)].toSorted();
}

const timelineLine = z.looseObject({ type: z.string(), instance: z.string().optional() });

test('two with one home on two ports are raced where one must be refused, and no more than were asked for', {
	timeout: 200_000,
}, async () => {
	const { report, exitCode } = await race(['--contract', 'clawdbot-2026-01-25', '--schedules', '2', '--repeat', '1']);
	expect(report.schedules).toHaveLength(2);
	expect(report.schedules.filter(({ id }) => id.endsWith('~other-port'))).toHaveLength(1);
	// The reference gateway has no lock but its port: that is no matter of a race.
	expect(report.withoutRace.map(({ clause }) => clause)).toContain('era:one-per-state');
	expect(report.findings.map(({ clause }) => clause)).not.toContain('era:one-per-state');
	expect(report.completeness.isComplete).toBe(false);
	expect(report.completeness.sentence).toMatch(/2 orders were run, at most \d+ more were not/);
	expect(exitCode).toBe(1);
});

test('a gateway that keeps the contract keeps it in every order', { timeout: 200_000 }, async () => {
	const { report, exitCode } = await race([]);
	expect([...report.findings, ...report.withoutRace]).toEqual([]);
	expect(exitCode).toBe(0);
	// Between bind and listen, and when a shutdown has closed its listener.
	expect(report.schedules.map(({ id }) => id)).toEqual(['clean~start:bind', 'clean~stop:close']);
});

test('what is no schedule is refused', async () => {
	const run = await runGatelock(['explore', 'races', '--schedule', 'clean~lunch:3']);
	expect(run.exitCode).toBe(2);
	expect(run.stderr).toContain('--schedule "clean~lunch:3" cannot be used. Allowed: a schedule as a report names it');
});

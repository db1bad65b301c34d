import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { RaceFinding } from '../harness/report/race-report.ts';
import { needsStrace } from '../harness/testing/needs-strace.ts';
import { exploreRaces } from './testing/explored.ts';
import { fixtureCommand, repository, runGatelock, temporaryFolder } from './testing/gatelock.ts';

await needsStrace();

const reclaimRace = ['--gateway', fixtureCommand('broken-gateways/lock-file-reclaim-race.mjs')];

/** One order of those that the whole exploration tries: the reclaiming start is held when it has opened its new lock. */
const lock = 'home/main/.gateway/gateway-{port}.lock';
const schedule = `killed~start:openat ${lock}#2`;

test('two who reclaim one stale lock both own the port: found, repeated, and a scenario of its own', async () => {
	const { report, stdout, exitCode } = await exploreRaces([...reclaimRace, '--repeat', '3', '--schedule', schedule]);
	expect(exitCode).toBe(1);
	const number = report.findings.findIndex(({ clause }) => clause === 'single-instance') + 1;
	const finding = report.findings[number - 1];
	expect(finding).toMatchObject({ schedule, repeated: { runs: 3, failed: 3, proved: 3 } });
	expect(stdout).toContain(`Again: ${finding?.replay}\n`);
	expect(report.totals.invalid).toBe(0);
	// One that died before, the one that was held, the other one and the third one.
	expect(callersIn(path.join(report.folder, report.schedules[0]?.folder ?? ''))).toEqual(['g2', 'g3', 'g4']);

	const again = await runGatelock(['repro', report.folder, '--finding', `${number}`]);
	expect(withoutPort(again.stdout)).toContain(withoutPort(`${finding?.clause}: ${finding?.message}`));
	expect(again.exitCode).toBe(1);

	const { title, cwd } = writeScenario(finding);
	const run = await runGatelock(['run', title, ...reclaimRace], { cwd });
	expect(run.stdout).toContain('single-instance');
	expect(run.exitCode).toBe(1);
});

test('two who are late by one step each are found with two preemptions, and with one they are not', async () => {
	const gateway = fixtureCommand('broken-gateways/lock-file-reclaim-race-behind-a-probe.mjs');
	const late = ['--gateway', gateway];
	const once = await exploreRaces([...late, '--repeat', '1', '--schedule', schedule]);
	expect(once.report.schedules.map(({ verdict }) => verdict)).not.toContain('invalid');
	// The late one takes the lock of the one that serves, and gives it up again.
	expect(once.report.findings.map(({ clause }) => clause)).toEqual(['holder-undisturbed']);

	const twice = `${schedule}~rival:connect`;
	const again = ['--repeat', '2', '--preemptions', '2'];
	const { report, exitCode } = await exploreRaces([...late, ...again, '--schedule', twice]);
	expect(exitCode).toBe(1);
	const finding = report.findings.find(({ clause }) => clause === 'single-instance');
	expect(finding).toMatchObject({ schedule: twice, repeated: { runs: 2, failed: 2, proved: 2 } });
	expect(finding?.story.slice(2).map(withoutPort)).toEqual([
		'another one starts and is held after connect 127.0.0.1:<port>',
		'the first one goes on',
		'then the other one goes on',
	]);

	const { title, cwd } = writeScenario(finding);
	const run = await runGatelock(['run', title, '--gateway', gateway], { cwd });
	expect(run.stdout).toContain('single-instance');
	expect(run.exitCode).toBe(1);
});

test('a file that is appended to and read is no log', async () => {
	const gateway = fixtureCommand('broken-gateways/owner-appended-to-a-history.mjs');
	const { report } = await exploreRaces(['--gateway', gateway, '--repeat', '1']);
	expect(report.findings.map(({ clause }) => clause)).toContain('single-instance');
});

/** Without namespaces the port is another one in each run. */
function withoutPort(text: string): string {
	return text.replaceAll(/(?<=127\.0\.0\.1:|port )\d+/g, '<port>');
}

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

test('what is no schedule is refused', async () => {
	const run = await runGatelock(['explore', 'races', '--schedule', 'clean~lunch:3']);
	expect(run.exitCode).toBe(2);
	expect(run.stderr).toContain('--schedule "clean~lunch:3" cannot be used. Allowed: a schedule as a report names it');
});

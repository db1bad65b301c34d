import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { expect, onTestFinished, test } from 'vitest';
import { type StormReport, stormReportSchema } from '../harness/report/storm-report.ts';
import { readCheckpoint } from '../harness/storm/checkpoint.ts';
import { fixtureCommand, program, repository, runGatelock, temporaryFolder } from './testing/gatelock.ts';
import { Mark } from './testing/marked.ts';
import { againstSchema } from './testing/published-schema.ts';

/** Some dozens of starts, on a machine that may be busy. */
const timeoutMs = 540_000;

const neverReclaimed = ['--gateway', fixtureCommand('broken-gateways/lock-file-never-reclaimed.mjs')];

const shortStories = [...neverReclaimed, '--seed', '5', '--steps', '5', '--repeat', '1'];

async function storm(cwd: string, options: readonly string[]) {
	const run = await runGatelock(['storm', ...options, '--json', 'storm.json'], { cwd, timeoutMs });
	const json: unknown = JSON.parse(readFileSync(path.join(cwd, 'storm.json'), 'utf8'));
	expect(againstSchema('storm.schema.json', path.join(cwd, 'storm.json'))).toEqual([]);
	const report: StormReport = stormReportSchema.parse(json);
	return { ...run, report };
}

test('a lock file that is never reclaimed: found, shrunk to three steps, and a scenario of its own', async () => {
	const cwd = temporaryFolder();
	const { report, stdout, exitCode } = await storm(cwd, shortStories);
	expect(exitCode).toBe(1);
	const [finding] = report.findings;
	expect(finding?.story.length).toBeLessThanOrEqual(3);
	expect(finding).toMatchObject({ first: { runs: 1, failed: 1 }, repeated: { runs: 1, failed: 1 } });
	expect(stdout).toContain(`Again: ${finding?.replay}\n`);
	// Only the run that stands for the finding is left on the disk.
	expect(readdirSync(path.join(report.folder, 'cases'))).toEqual([path.basename(finding?.folder ?? '')]);

	const again = await storm(cwd, [...shortStories, '--path', finding?.path ?? '']);
	expect(again.exitCode).toBe(1);
	expect(again.report.findings[0]).toMatchObject({ clause: finding?.clause, story: finding?.story });
	expect(again.report.resume).toBe(null);
	expect(again.stdout).not.toContain('To go on');

	mkdirSync(path.join(cwd, 'scenarios'));
	const index = JSON.stringify(path.join(repository, 'harness', 'index.ts'));
	const [, title = ''] = /^\t'(.*)',$/m.exec(finding?.scenario ?? '') ?? [];
	writeFileSync(path.join(cwd, 'scenarios', 'storm.scenario.ts'), finding?.scenario.replace("'gatelock'", index) ?? '');
	const run = await runGatelock(['run', title, ...neverReclaimed], { cwd });
	expect(run.stdout).toContain(finding?.clause);
	expect(run.exitCode).toBe(1);
});

test('a storm over a gateway that keeps the contract; interrupted it leaves nothing but a checkpoint, and goes on from it', async () => {
	const cwd = temporaryFolder();
	const mark = new Mark();
	const begun = execa(
		process.execPath,
		[program, 'storm', '--seed', '7', '--duration', '10m', '--json', 'so-far.json'],
		{
			...{ cwd, env: mark.env, reject: false, stdin: 'ignore', cleanup: false },
		},
	);
	onTestFinished(() => {
		begun.kill('SIGKILL');
	});
	const latest = path.join(cwd, '.gatelock', 'latest');
	const until = performance.now() + timeoutMs;
	while ((readCheckpoint(latest)?.next ?? 0) < 2 && performance.now() < until) await sleep(50);
	begun.kill('SIGINT');
	const interrupted = await begun;
	expect(interrupted.exitCode).toBe(130);
	expect(await mark.remains()).toEqual([]);
	const reached = readCheckpoint(latest)?.next ?? 0;
	// What was found until then is told, and how to go on.
	expect(interrupted.stdout).toMatch(/^\d+ stor(?:y|ies): \d+ passed, 0 failed/m);
	expect(interrupted.stdout).toMatch(/^To go on: .*storm --resume \.gatelock\/\S+ --duration 10m$/m);
	const soFar = stormReportSchema.parse(JSON.parse(readFileSync(path.join(cwd, 'so-far.json'), 'utf8')));
	expect(soFar.totals.stories).toBeGreaterThanOrEqual(1);

	const { report, exitCode } = await storm(cwd, ['--resume', latest, '--duration', '1s']);
	expect([...report.findings, ...report.withoutVerdict]).toEqual([]);
	expect(exitCode).toBe(0);
	expect(report.seed).toBe(7);
	expect(report.totals.stories).toBeGreaterThan(reached);
	expect(report.totals.passed).toBe(report.totals.stories);
	expect(report.totals.states).toBeGreaterThan(2);
	expect(readdirSync(path.join(report.folder, 'cases'))).toEqual([]);
});

test('what is no path is refused', async () => {
	const run = await runGatelock(['storm', '--seed', '1', '--path', '1:b']);
	expect(run.exitCode).toBe(2);
	expect(run.stderr).toContain('--path "1:b" cannot be used. Allowed: a path as a report names it');
});

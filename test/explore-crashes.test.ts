import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { expect, onTestFinished, test } from 'vitest';
import { crashReportSchema } from '../harness/report/crash-report.ts';
import { needsStrace } from '../harness/testing/needs-strace.ts';
import { exploreCrashes } from './testing/explored.ts';
import { fixtureCommand, program, runGatelock, temporaryFolder } from './testing/gatelock.ts';
import { Mark } from './testing/marked.ts';

await needsStrace();

const emptyWindow = ['--gateway', fixtureCommand('broken-gateways/lock-file-empty-window.mjs')];

test('who dies between creating and writing the lock locks out the next start: found, shown, and done again', async () => {
	const { report, stdout, exitCode } = await exploreCrashes([...emptyWindow, '--phase', 'startup', '--patience', '1s']);
	expect(exitCode).toBe(1);
	const finding = report.findings.find(({ clause }) => clause === 'rebinds-immediately');
	expect(finding).toMatchObject({
		isWithoutCrash: false,
		point: { call: expect.stringMatching(/^openat home\/main\/\.gateway\/gateway-\d+\.lock$/) },
		state: [
			'home/main/.gateway  (directory)',
			expect.stringMatching(/^home\/main\/\.gateway\/gateway-\d+\.lock {2}\(empty\)$/),
		],
		lockout: { endedBy: expect.stringMatching(/^removing home\/main\/\.gateway\/gateway-\d+\.lock by hand$/) },
	});
	expect(finding?.points).toHaveLength(1);
	expect(report.completeness.sentence).toMatch(
		/^Complete within: one death .* after any of the relevant calls of startup \(\d+\)/,
	);
	expect(report.totals).toMatchObject({ invalid: 0, distinctStates: 4, statesJudged: 4 });
	expect(stdout).toMatch(/gateway-\d+\.lock {2}\(empty\)\n/);
	expect(stdout).toContain(`Again: ${finding?.replay}\n`);

	const again = await exploreCrashes([
		...emptyWindow,
		'--point',
		finding?.point?.id ?? '',
		'--repeat',
		'3',
		'--patience',
		'100ms',
	]);
	expect(again.exitCode).toBe(1);
	expect(again.report.replay).toMatchObject({ runs: 3, proved: 3, failed: 3 });
	expect(again.stdout).toContain(' 3 of 3 runs broke the contract (3 proved)\n');
});

test('without a working strace it refuses before it starts the gateway', async () => {
	const cwd = temporaryFolder();
	const tools = path.join(cwd, 'tools');
	mkdirSync(tools);
	writeFileSync(path.join(tools, 'strace'), '#!/bin/sh\necho no tracing here >&2; exit 1\n', { mode: 0o755 });
	const gateway = `sh -c "touch '${cwd}/started'; sleep 1"`;
	const env = { PATH: `${tools}:${process.env.PATH}` };
	const run = await runGatelock(['explore', 'crashes', '--gateway', gateway], { cwd, env });
	expect(run.stderr).toContain('Allowed: with a working strace (strace did not inject a signal (no tracing here)).');
	expect(run.stderr).not.toContain('measuring the gateway');
	expect(run.exitCode).toBe(2);
	expect(readdirSync(cwd)).toEqual(['tools']);
});

test.each([
	[['--phase', 'lunch'], '--phase "lunch" cannot be used. Allowed: startup, steady, shutdown, loser, recovery.'],
	[['--levels', '3'], '--levels "3" cannot be used. Allowed: a whole number from 1 to 2.'],
	[['--point', 'x'], '--point "x" cannot be used. Allowed: a point as a report names it, e.g. startup:3'],
	[['--point', 'lunch:3'], 'e.g. startup:3 or startup:12/recovery:4, of startup, steady, shutdown-SIGTERM'],
	[['--patience', 'long'], '--patience: "long" is not a duration'],
	[['--gateway', 'a', '--build', 'b@1'], 'one of --gateway and --build, not both'],
])('%j is refused', async (options, message) => {
	const run = await runGatelock(['explore', 'crashes', ...options]);
	expect(run.exitCode).toBe(2);
	expect(run.stderr).toContain(message);
});

test.each(['folder-behind-a-link', 'serves-until-in-an-hour'])(
	'%s: what only looks like a known state is started from',
	async (name) => {
		const gateway = ['--gateway', fixtureCommand(`broken-gateways/${name}.mjs`)];
		const { report } = await exploreCrashes([...gateway, '--phase', 'startup', '--patience', '1s']);
		expect(report.findings.map(({ clause, isWithoutCrash }) => [clause, isWithoutCrash])).toEqual([
			['rebinds-immediately', false],
		]);
		expect(report.findings[0]?.replay).toContain(' --patience 1000ms');
	},
);

test('an exploration that is interrupted tells what it has found, and that it is not complete', async () => {
	const cwd = temporaryFolder();
	const mark = new Mark();
	const words = [program, 'explore', 'crashes', ...emptyWindow, '--phase', 'startup', '--json', 'so-far.json'];
	const begun = execa(process.execPath, words, { cwd, env: mark.env, reject: false, stdin: 'ignore', cleanup: false });
	onTestFinished(() => {
		begun.kill('SIGKILL');
	});
	// A lockout is followed for 45 s: there is time.
	await new Promise<void>((resolve) => {
		begun.stderr.on('data', (text) => {
			if (String(text).includes('death at')) resolve();
		});
	});
	begun.kill('SIGINT');
	const interrupted = await begun;
	expect(interrupted.exitCode).toBe(130);
	expect(await mark.remains()).toEqual([]);
	const soFar = crashReportSchema.parse(JSON.parse(readFileSync(path.join(cwd, 'so-far.json'), 'utf8')));
	expect(soFar.points.length).toBeGreaterThan(3);
	expect(soFar.completeness.sentence).toMatch(
		/^Not complete: it was interrupted; \d of 4 states were not started from\.$/,
	);
});

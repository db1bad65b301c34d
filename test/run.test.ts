import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { reportSchema } from '../harness/report/report.ts';
import { countInXml } from './testing/count-in-xml.ts';
import { clauseTable, fixtureCommand, repository, runGatelock, temporaryFolder } from './testing/gatelock.ts';
import { againstSchema } from './testing/published-schema.ts';

test('a run writes its report, and its record gives the same verdict again', async () => {
	const cwd = temporaryFolder();
	const options = ['--seed', '7', '--json', 'report.json', '--junit', 'report.xml'];
	const run = await runGatelock(['run', 'SIGKILL when ready', ...options], { cwd });
	expect(run).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/\nVerdict: pass\n$|\nVerdict: pass$/) });

	const json: unknown = JSON.parse(readFileSync(path.join(cwd, 'report.json'), 'utf8'));
	expect(againstSchema('report.schema.json', path.join(cwd, 'report.json'))).toEqual([]);
	expect(reportSchema.parse(json)).toMatchObject({
		verdict: 'pass',
		gateway: 'reference gateway',
		seed: 7,
		cases: [{ id: 'sigkill-when-ready', title: 'SIGKILL when ready', verdict: 'pass', findings: [], runs: 1 }],
	});
	expect(await countInXml(path.join(cwd, 'report.xml'))).toBe('1 0 0 0');

	const again = await runGatelock(['judge', '.gatelock/latest'], { cwd });
	expect(again.exitCode).toBe(0);
	expect(clauseTable(again.stdout)).toBe(clauseTable(run.stdout));
	expect(clauseTable(again.stdout)).toMatch(/✓ rebinds-immediately +holds +1\n/);

	const record = path.join(cwd, '.gatelock/latest/cases/sigkill-when-ready');
	const lines = readFileSync(path.join(record, 'timeline.jsonl'), 'utf8').trimEnd().split('\n');
	const judgeEdited = async (timeline: string) => {
		const edited = path.join(cwd, 'edited');
		mkdirSync(edited, { recursive: true });
		writeFileSync(path.join(edited, 'timeline.jsonl'), timeline);
		return await runGatelock(['judge', edited], { cwd });
	};
	const torn = await judgeEdited(lines.join('\n').slice(0, -10));
	expect(torn).toMatchObject({
		exitCode: 3,
		stdout: expect.stringContaining('The record ends without "case-ended": the harness was stopped while'),
	});
	const edited = await judgeEdited(lines.with(2, 'hello').join('\n'));
	const file = path.join(cwd, 'edited', 'timeline.jsonl');
	expect(edited).toMatchObject({
		exitCode: 3,
		stderr: `gatelock: judge ${file}: Line 3 of the timeline is not JSON. Record the case again, or judge it with the gatelock that wrote it.`,
	});
	expect(await judgeEdited('')).toMatchObject({
		exitCode: 3,
		stderr: `gatelock: judge ${file}: The timeline is empty: the harness was stopped before its first line. Record the case again.`,
	});
	const headless = await judgeEdited(lines.slice(1).join('\n'));
	expect(headless).toMatchObject({
		exitCode: 3,
		stderr: expect.stringContaining('Line 1 of the timeline is the first'),
	});
	const newer = await judgeEdited(lines.join('\n').replace('"schema":1', '"schema":99'));
	expect(newer).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('timeline says schema 99') });

	// The timelines are the record: a damaged report only takes with it what was told around them.
	writeFileSync(path.join(cwd, '.gatelock/latest/report.json'), '{"schema":');
	const withoutReport = await runGatelock(['judge', '.gatelock/latest'], { cwd });
	expect(withoutReport).toMatchObject({
		exitCode: 0,
		stderr: expect.stringMatching(/^gatelock: \S+report\.json cannot be read, /),
	});

	// The record alone is enough, wherever it lies.
	cpSync(record, path.join(cwd, 'elsewhere'), { recursive: true });
	expect(await runGatelock(['judge', 'elsewhere'], { cwd })).toMatchObject({ exitCode: 0 });
});

test('a record is told in the order of its run', async () => {
	const cwd = temporaryFolder();
	const scenarios = ['sigkill-while-50-clients-are-connected', 'sigkill-when-ready', 'sigkill-when-listening'];
	const options = ['--workers', '2', '--repeat', '2'];
	const gateway = fixtureCommand('broken-gateways/lock-file-left-after-sigkill.mjs');
	const run = await runGatelock(['run', ...scenarios, '--gateway', gateway, ...options], { cwd });
	expect(run.exitCode).toBe(1);
	const again = await runGatelock(['judge', '.gatelock/latest'], { cwd });
	expect(again).toMatchObject({ exitCode: 1, stderr: '' });
	const folder = /\S+\/\.gatelock\/[^/\s]+/g;
	expect(again.stdout.replaceAll(folder, '…')).toBe(run.stdout.replaceAll(folder, '…'));
});

test('--repeat runs a case again, --keep keeps what its gateways wrote', async () => {
	const cwd = temporaryFolder();
	const options = ['--repeat', '2', '--keep', '--workers', '2', '--json', 'report.json'];
	const run = await runGatelock(['run', 'sigkill-when-ready', ...options], { cwd });
	expect(run.exitCode).toBe(0);
	const report = reportSchema.parse(JSON.parse(readFileSync(path.join(cwd, 'report.json'), 'utf8')));
	expect(report.cases).toMatchObject([{ id: 'sigkill-when-ready', runs: 2, verdict: 'pass' }]);
	const again = await runGatelock(['judge', '.gatelock/latest'], { cwd });
	expect(clauseTable(again.stdout)).toBe(clauseTable(run.stdout));
	const cases = path.join(cwd, '.gatelock/latest/cases');
	expect(readdirSync(cases).sort()).toEqual(['sigkill-when-ready.1', 'sigkill-when-ready.2']);
	expect(existsSync(path.join(cases, 'sigkill-when-ready.1/arena/home'))).toBe(true);
});

test('--limit replaces a time limit, and says so', async () => {
	const run = await runGatelock([
		'run',
		'second-instance-while-the-holder-runs',
		'--limit',
		'fails-fast=1ms',
		'--seed',
		'7',
	]);
	expect(run.exitCode).toBe(1);
	expect(run.stdout).toMatch(/fails-fast +0\.001 s = --limit\n/);
	expect(run.stdout).toMatch(/✗ fails-fast +broken +1 +1\n/);
	expect(run.stdout.replaceAll(/\s+/g, ' ')).toContain('the limit is 1 ms.');
	// Pasted, it repeats the case under the same conditions.
	expect(run.stdout).toMatch(
		/ node \/\S+\/bin\/gatelock\.js run second-instance-while-the-holder-runs --limit fails-fast=1ms --seed 7$/m,
	);
});

test('the user’s own scenarios run beside the kit’s', async () => {
	const cwd = temporaryFolder();
	mkdirSync(path.join(cwd, 'scenarios'));
	const source = [
		`import { scenario, sigkill } from '${repository}harness/index.ts';`,
		"scenario('Mine', { asserts: ['rebinds-immediately'] }, async ({ arena }) => {",
		'	const holder = await arena.start();',
		'	await holder.inject(sigkill);',
		'	await arena.start();',
		'});',
	];
	writeFileSync(path.join(cwd, 'scenarios/mine.scenario.ts'), source.join('\n'));
	const run = await runGatelock(['run', 'Mine'], { cwd });
	expect(run).toMatchObject({ exitCode: 0, stderr: expect.stringMatching(/✓ pass .* Mine$/m) });
});

test('doctor and contracts say what there is', async () => {
	const doctor = await runGatelock(['doctor', '--json']);
	expect(doctor.exitCode).toBe(0);
	expect(JSON.parse(doctor.stdout)).toMatchObject({ schema: 1, capabilities: expect.any(Array) });
	const contracts = await runGatelock(['contracts']);
	expect(contracts).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^clawdbot-2025-12 \(default\): /) });
});

import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { runGatelock, temporaryFolder } from '../testing/gatelock.ts';
import { manyCases, writeRun } from './generate.ts';

const traceSchema = z.object({
	traceEvents: z.array(z.object({ ph: z.string(), args: z.record(z.string(), z.string()).optional() })),
});

/** A folder in which a run lies, as the latest. */
function withRun(): { readonly cwd: string; readonly run: string } {
	const cwd = temporaryFolder();
	const run = path.join(cwd, '.gatelock', '20260101-000000-1');
	mkdirSync(run, { recursive: true });
	writeRun(run, manyCases(4));
	symlinkSync(path.basename(run), path.join(cwd, '.gatelock', 'latest'));
	return { cwd, run };
}

test('without words it shows the latest run; also by folder, by id, and one case alone', async () => {
	const { cwd, run } = withRun();
	const shown = async (...words: string[]) => (await runGatelock(['show', ...words], { cwd })).stdout;
	expect(await shown()).toBe(`${path.join(cwd, '.gatelock/latest/report.html')}  (0.1 MB)`);
	expect(await shown('20260101-000000-1')).toBe(`${path.join(run, 'report.html')}  (0.1 MB)`);
	expect(await shown('case-003')).toMatch(/latest\/cases\/case-003\/report\.html {2}/);
	expect(await shown(path.join(run, 'cases/case-003'), '--html', 'one.html')).toMatch(/one\.html {2}/);
	const one = readFileSync(path.join(cwd, 'one.html'), 'utf8');
	expect(one).toContain('The gateway broke 1 clause of the contract, in 1 of 1 case.');
	expect(one.match(/id="record-/g)).toHaveLength(1);
});

test('the same events in the format of Chrome and Perfetto, of a run or of one case', async () => {
	const { cwd } = withRun();
	const groups = async (what: string) => {
		const shown = await runGatelock(['show', what, '--trace', 'trace.json'], { cwd });
		expect(shown.stdout).toMatch(/trace\.json {2}\(\d+\.\d MB\), for ui\.perfetto\.dev/);
		const { traceEvents } = traceSchema.parse(JSON.parse(readFileSync(path.join(cwd, 'trace.json'), 'utf8')));
		return new Set(traceEvents.flatMap(({ ph, args }) => (ph === 'M' ? [args?.name?.split(' · ')[0]] : [])));
	};
	expect(await groups('case-003')).toEqual(new Set(['case-003']));
	expect((await groups('latest')).size).toBe(4);
});

test('a run without its report is judged again; a record that is damaged is told in the page', async () => {
	const { cwd, run } = withRun();
	renameSync(path.join(run, 'report.json'), path.join(cwd, 'report.json'));
	expect((await runGatelock(['show'], { cwd })).exitCode).toBe(0);
	expect(readFileSync(path.join(run, 'report.html'), 'utf8')).toContain('in 1 of 4 cases.');
	renameSync(path.join(cwd, 'report.json'), path.join(run, 'report.json'));
	writeFileSync(path.join(run, 'cases/case-001/timeline.jsonl'), '{"type":"nonsense"}\n');
	rmSync(path.join(run, 'cases/case-002'), { recursive: true });
	expect((await runGatelock(['show'], { cwd })).exitCode).toBe(0);
	expect(readFileSync(path.join(run, 'report.html'), 'utf8')).toContain(
		'The records of 2 cases could not be read: case-001',
	);
});

test.each([
	[['show', 'nothing'], 'show "nothing" cannot be used. Allowed: a run folder, a case folder, or the id'],
	[
		['show', 'latest', '--html', 'no/such/file.html'],
		'--html "no/such/file.html" cannot be used. Allowed: a file in a folder that exists',
	],
	[['show', 'latest', '--trace', '.'], '--trace "." cannot be used. Allowed: a file, not a folder'],
	[['show', 'latest', '--html', '.'], '--html "." cannot be used. Allowed: a file, not a folder'],
	[['run', '--html', 'no/such/file.html'], '--html "no/such/file.html" cannot be used.'],
])('bad usage: %j', async (words, message) => {
	const { cwd } = withRun();
	expect(await runGatelock(words, { cwd })).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(message) });
	expect(existsSync(path.join(cwd, 'no'))).toBe(false);
});

test('gatelock run --html writes the page beside the other reports', async () => {
	const cwd = temporaryFolder();
	const run = await runGatelock(['run', 'SIGKILL when ready', '--html', 'page.html'], { cwd });
	expect(run.exitCode, run.stderr).toBe(0);
	const page = readFileSync(path.join(cwd, 'page.html'), 'utf8');
	expect(page).toContain('The gateway kept the contract');
	expect(page).toContain('id="record-0"');
});

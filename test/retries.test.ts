import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { repository, runGatelock, temporaryFolder } from './testing/gatelock.ts';

test('a case that fails and then passes is flaky, and fails the run', async () => {
	const cwd = temporaryFolder();
	mkdirSync(path.join(cwd, 'scenarios'));
	// Its second run expects what is so.
	const story = `import { existsSync, writeFileSync } from 'node:fs';
import { expect, scenario } from '${repository}harness/index.ts';
scenario('Now and then', { asserts: ['binds-at-startup'] }, async ({ arena }) => {
	const gateway = await arena.start();
	const again = existsSync('${cwd}/again');
	writeFileSync('${cwd}/again', '');
	expect(gateway).toBeListeningOn(again ? arena.port : 1);
});
`;
	writeFileSync(path.join(cwd, 'scenarios/now.scenario.ts'), story);
	const run = await runGatelock(['run', 'now-and-then', '--retries', '3', '--reporter', 'tap', '--quiet'], { cwd });
	expect(run).toMatchObject({ exitCode: 1, stderr: '' });
	expect(run.stdout).toMatch(/^TAP version 14\n1\.\.1\nnot ok 1 - Now and then\n {2}---\n {2}verdict: flaky\n/);
	const rates = await runGatelock(['flakes'], { cwd });
	expect(rates.stdout).toMatch(/\n +2 +1 +1 +0 +50 % +now-and-then\n/);
	const passed = await runGatelock(['repro', '.gatelock/latest/cases/now-and-then', '--quiet'], { cwd });
	expect(passed).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/\nIt did not come again in 1 run: /) });
});

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { reportSchema } from '../harness/report/report.ts';
import { fixtureCommand, runGatelock, temporaryFolder } from './testing/gatelock.ts';

const gateway = fixtureCommand('broken-gateways/lock-file-left-after-sigkill.mjs');
/** They stand in one file and go to different shards. Both kill a gateway that has written its lock file. */
const scenarios = ['sigkill-when-ready', 'sigquit-when-ready'];

test('two shards make one run, with every record', async () => {
	const cwd = temporaryFolder();
	const folders = await Promise.all(
		['1/2', '2/2'].map(async (shard) => {
			const own = temporaryFolder();
			const options = ['--gateway', gateway, '--seed', '7', '--shard', shard, '--quiet'];
			expect(await runGatelock(['run', ...scenarios, ...options], { cwd: own })).toMatchObject({
				exitCode: 1,
				stderr: '',
			});
			return path.join(own, '.gatelock/latest');
		}),
	);
	const merged = await runGatelock(['merge', ...folders, '--json', 'whole.json'], { cwd });
	expect(merged).toMatchObject({ exitCode: 1, stderr: '' });
	const report = reportSchema.parse(JSON.parse(readFileSync(path.join(cwd, 'whole.json'), 'utf8')));
	expect(report.cases.map(({ id, verdict }) => [id, verdict])).toEqual([
		['sigkill-when-ready', 'fail'],
		['sigquit-when-ready', 'fail'],
	]);
	for (const { folder = '' } of report.cases) {
		expect(existsSync(path.join(cwd, '.gatelock/latest', folder, 'timeline.jsonl'))).toBe(true);
	}
	const again = await runGatelock(['judge', '.gatelock/latest'], { cwd });
	expect(again).toMatchObject({ exitCode: 1, stderr: '' });
	const [first = '', second = ''] = folders;
	const half = await runGatelock(['merge', first], { cwd });
	expect(half).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('every shard of 1/2 to 2/2, each once') });
	const twice = await runGatelock(['merge', second, second], { cwd });
	expect(twice.exitCode).toBe(2);
});

import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { repository, runGatelock, temporaryFolder } from './testing/gatelock.ts';

const oldRun = path.join(repository, 'fixtures/records/folder-1');

test('a run folder of the first version is judged, and packed', async () => {
	const cwd = temporaryFolder();
	const judged = await runGatelock(['judge', oldRun], { cwd });
	expect(judged).toMatchObject({ exitCode: 1, stderr: '', stdout: expect.stringContaining('✗ no-stale-lock: ') });
	const packed = await runGatelock(['bundle', oldRun, '--out', 'case.tgz'], { cwd });
	expect(packed).toMatchObject({ exitCode: 0, stderr: '' });
	const text = gunzipSync(readFileSync(path.join(cwd, 'case.tgz'))).toString();
	expect(text).toMatch(/"gateway": "node \S+lock-file-left-after-sigkill\.mjs"/);
});

test.each([
	['run.json', '{"schema":3}', /run\.json has schema version 3; this Gatelock reads 1 and 2\. Next step: /],
	[
		'cases/sigkill-when-ready/timeline.jsonl',
		'{"t":0,"type":"case-started","schema":99}\n',
		/says schema 99; this gatelock reads schema 1\. Next step: /,
	],
])('a newer %s is refused by its version', async (file, text, said) => {
	const cwd = temporaryFolder();
	cpSync(oldRun, path.join(cwd, 'newer'), { recursive: true });
	writeFileSync(path.join(cwd, 'newer', file), text);
	const judged = await runGatelock(['judge', 'newer'], { cwd });
	expect(judged).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringMatching(said) });
});

/** Says what it was told, on its output and in a lock file. */
const talkative = `import { writeFileSync } from 'node:fs';
const [, , note] = process.argv;
console.log(\`told \${note}, ghp_planted0123456789abcdef, Authorization: Bearer planted.bearer.token\`);
writeFileSync(\`\${process.env.HOME}/talk.lock\`, \`\${process.pid} \${note}\`);
process.argv.splice(2, 1);
await import('${repository}fixtures/broken-gateways/lock-file-left-after-sigkill.mjs');
`;
const secrets = ['planted setting 1', 'plantpw', 'ghp_planted0123456789abcdef', 'planted.bearer.token'];
const env = { MY_SETTING: 'planted setting 1', DB_PASSWORD: 'plantpw' };

test('nothing secret is stored or packed, and what is packed can be repeated', async () => {
	const cwd = temporaryFolder();
	writeFileSync(path.join(cwd, 'gateway.mjs'), talkative);
	const gateway = `'${process.execPath}' ${cwd}/gateway.mjs 'planted setting 1 plantpw' gateway --port {port}`;
	const options = ['--gateway', gateway, '--keep', '--seed', '7', '--junit', 'j.xml', '--compact', 'c.txt'];
	const onGitHub = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: path.join(cwd, 'summary.md') };
	const first = await runGatelock(['run', 'sigkill-when-ready', ...options], { cwd, env: { ...env, ...onGitHub } });
	expect(first.exitCode, first.stderr).toBe(1);
	expect(first.stderr).toMatch(/^::stop-commands::(\S+)\n[\s\S]*\n::\1::\n::error title=no-stale-lock::The file /m);
	expect(readFileSync(path.join(cwd, 'summary.md'), 'utf8')).toMatch(/^## ✗ Gatelock: fail\n/);

	const packed = await runGatelock(['bundle', '.gatelock/latest', '--out', 'case.tgz'], { cwd, env });
	expect(packed).toMatchObject({ exitCode: 0, stderr: '' });
	const tar = gunzipSync(readFileSync(path.join(cwd, 'case.tgz')));
	const stored = [
		...filesBelow(path.join(cwd, '.gatelock')),
		...['j.xml', 'c.txt', 'summary.md'].map((name) => path.join(cwd, name)),
	];
	expect(stored.some((file) => file.includes('/locks/1/home/main/talk.lock'))).toBe(true);
	for (const secret of secrets) {
		expect(stored.filter((file) => readFileSync(file).includes(secret))).toEqual([]);
		expect(tar.includes(secret), secret).toBe(false);
		expect(first.stdout).not.toContain(secret);
	}
	expect(tar.includes('‹MY_SETTING›')).toBe(true);
	for (const place of [cwd, `${homedir()}/`]) expect(tar.includes(place), place).toBe(false);

	const unknown = await runGatelock(['repro', 'case.tgz'], { cwd });
	expect(unknown).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('set the variable ') });
	const pause = ['--pause-at', 'ready:g1', '--pause-for', '1s'];
	const again = await runGatelock(['repro', 'case.tgz', '--strace', ...pause], { cwd, env });
	expect(again.exitCode, again.stderr).toBe(1);
	expect(again.stderr).toMatch(
		/Paused: sigkill-when-ready at the event ready[\s\S]*\n {2}pid \d+ {2}g1 [\s\S]*\n {2}inside {2}nsenter --target \d+ /,
	);
	expect(again.stdout).toMatch(/\nIt came again in 1 of 1 run: no-stale-lock: The file /);
	expect(readdirSync(path.join(cwd, '.gatelock/latest/cases/sigkill-when-ready/strace'))).toContain('g1.txt');
	const rates = await runGatelock(['flakes', '--all', '--json'], { cwd });
	expect(JSON.parse(rates.stdout)).toMatchObject({
		cases: [
			{ gateway: expect.stringContaining(' ./gateway.mjs '), scenario: 'sigkill-when-ready', runs: 1, failed: 1 },
			{ scenario: 'sigkill-when-ready', runs: 1, failed: 1 },
		],
	});
});

test('whoever is paused for longer than it may wait has not waited', async () => {
	const cwd = temporaryFolder();
	const first = await runGatelock(['run', 'second-instance-while-the-holder-runs'], { cwd });
	expect(first.exitCode, first.stdout).toBe(0);
	// A loser of the reference gateway may wait for 1.5 s.
	const again = await runGatelock(['repro', 'latest', '--pause-at', 'process-seen:g2', '--pause-for', '4s'], {
		cwd,
	});
	expect(again.stderr).toContain('Paused: second-instance-while-the-holder-runs at the event process-seen');
	expect(again.exitCode, again.stdout).toBe(0);
});

function filesBelow(folder: string): string[] {
	return readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.map((name) => path.join(folder, name))
		.filter((file) => !file.includes('/latest') && statSync(file, { throwIfNoEntry: false })?.isFile());
}

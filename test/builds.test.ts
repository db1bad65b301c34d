import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exitCodes } from '../harness/report/exit-code.ts';
import { repository, runGatelock } from './testing/gatelock.ts';

let cwd: string;
let env: Record<string, string>;
beforeAll(async () => {
	cwd = mkdtempSync(path.join(tmpdir(), 'gatelock-'));
	// No registry: what is packed without dependencies needs none.
	env = { GATELOCK_CACHE: path.join(cwd, 'cache'), npm_config_registry: 'http://127.0.0.1:9/' };
	for (const version of ['1.0.0', '2.0.0']) {
		const checkout = path.join(cwd, version);
		mkdirSync(checkout);
		const manifest = { name: 'my-gateway', version, bin: 'main.js', files: ['main.js'] };
		writeFileSync(path.join(checkout, 'package.json'), JSON.stringify(manifest));
		writeFileSync(path.join(checkout, 'main.js'), `import(${JSON.stringify(referenceGateway)})`);
		await execa('npm', ['pack', '--ignore-scripts', '--pack-destination', cwd], { cwd: checkout });
	}
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const referenceGateway = path.join(repository, 'fixtures/reference-gateway/main.ts');
const builds = (...words: string[]) => runGatelock(['builds', ...words], { cwd, env });

test('builds are added, listed, run, pruned and removed, without a network', async () => {
	expect(await builds('list')).toMatchObject({
		exitCode: exitCodes.pass,
		stdout: expect.stringMatching(/^0 builds, /),
	});
	const added = await builds('add', './my-gateway-1.0.0.tgz', './my-gateway-2.0.0.tgz');
	expect(added).toMatchObject({ exitCode: exitCodes.pass, stdout: expect.stringContaining('my-gateway@2.0.0') });
	const { stdout } = await builds('list');
	expect(
		stdout.replaceAll(cwd, '<folder>').replaceAll(/\d\.\d MB|sha512-\S+|20\d\d-\S+ \S+|Node \S+/g, '#'),
	).toMatchInlineSnapshot(`
		"my-gateway@2.0.0              #  #          #  #
		my-gateway@1.0.0              #  #          #  #
		2 builds, # of at most 20.0 GB, in <folder>/cache"
	`);
	const json = JSON.parse((await builds('list', '--json')).stdout);
	expect(json.builds).toMatchObject([{ build: 'my-gateway@2.0.0', inUse: false }, { build: 'my-gateway@1.0.0' }]);

	const run = await runGatelock(
		['run', 'sigkill-when-ready', '--build', './my-gateway-1.0.0.tgz', '--contract', 'auto'],
		{ cwd, env },
	);
	expect(run.exitCode, run.stdout + run.stderr).toBe(exitCodes.pass);
	// No era knows it: there is nothing to compare.
	expect(run.stdout).toContain('clawdbot-2025-12');
	expect(run.stdout).not.toContain('for comparison');

	const pruned = await builds('prune', '--limit', '0MB');
	expect(pruned.stdout).toMatch(/^removed my-gateway-2\.0\.0-packed-\w+ .*\nremoved my-gateway-1\.0\.0-packed-/);
	await builds('add', './my-gateway-2.0.0.tgz');
	expect((await builds('remove', 'my-gateway@2.0.0')).stdout).toMatch(/^removed my-gateway-2\.0\.0-packed-/);
	expect(await builds('remove', 'my-gateway@2.0.0')).toMatchObject({
		exitCode: exitCodes.badUsage,
		stderr: 'gatelock: builds remove "my-gateway@2.0.0" cannot be used. Allowed: nothing: the cache is empty.',
	});
	expect(await builds('prune', '--limit', 'much')).toMatchObject({
		exitCode: exitCodes.badUsage,
		stderr: expect.stringContaining('--limit: "much" is not a size'),
	});
});

test('a build above the limit is told, and the one that was used least recently goes', async () => {
	env = { ...env, GATELOCK_CACHE: path.join(cwd, 'small'), GATELOCK_CACHE_LIMIT: '0MB' };
	await builds('add', './my-gateway-1.0.0.tgz');
	const added = await builds('add', './my-gateway-2.0.0.tgz');
	expect(added.stdout).toContain('the cache is above its limit of 0.0 MB: removed my-gateway-1.0.0-packed-');
	expect(added.stdout).toMatch(/the cache holds [\d.]+ MB, above its limit of 0\.0 MB; all of it is in use/);
});

test('two contracts are compared', async () => {
	const diff = await runGatelock(['contracts', 'diff', 'clawdbot-2025-12', 'openclaw-2026-04-27']);
	expect(diff.exitCode).toBe(exitCodes.pass);
	expect(diff.stdout).toContain('\nexit code, refused\n  + 1\n      source: ');
	expect(diff.stdout).toContain(
		'\nmessage same home\n  + gateway already running (pid {pid}); lock timeout after 5000ms\n',
	);
	expect(await runGatelock(['contracts', 'diff', 'x', 'clawdbot-2025-12'])).toMatchObject({
		exitCode: exitCodes.badUsage,
	});
	expect((await runGatelock(['contracts', 'diff', 'clawdbot-2025-12', 'clawdbot-2025-12'])).stdout).toMatch(
		/They promise the same\.\s*$/,
	);
	expect(readFileSync(path.join(repository, 'docs/contract.md'), 'utf8')).toContain('| `openclaw-2026-09-18` |');
});

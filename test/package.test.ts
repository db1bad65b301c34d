import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { repository } from './testing/gatelock.ts';
import './testing/install-package.ts';

const { project, files, packedBytes } = inject('installedPackage');

/** Nodes below it are too old (package.json, engines). */
const oldestMajor = 22;

/** A package that is fetched by everyone's CI. */
const maxPackedBytes = 690_000;

describe('the packed package', () => {
	test('holds what a run needs and nothing else', () => {
		const needed = [
			'README.md',
			'bin/gatelock.js',
			'bin/newer-node.js',
			'dist/fixtures/occupants/tcp.js',
			'dist/fixtures/reference-gateway/main.js',
			'dist/harness/arena/guard-main.js',
			'dist/harness/cli/main.js',
			'dist/harness/explore/worker-main.js',
			'dist/harness/faults/preload.mjs',
			'dist/harness/index.d.ts',
			'dist/harness/storm/worker-main.js',
			'dist/scenarios/crash.scenario.js',
			'docs/bisect.schema.json',
			'docs/crashes.schema.json',
			'docs/matrix.schema.json',
			'docs/races.schema.json',
			'docs/report.schema.json',
			'docs/storm.schema.json',
		];
		expect(needed.filter((file) => !files.includes(file))).toEqual([]);
		const surplus = /\.test\.|\/testing\/|broken-gateways|correct-gateways|^test\/|(?<!\.d)\.ts$/;
		expect(files.filter((file) => surplus.test(file))).toEqual([]);
		expect(packedBytes).toBeLessThan(maxPackedBytes);
	});

	test('judges the reference gateway, with a fault from inside and a foreign occupant', async () => {
		const scenarios = ['sigkill-when-ready', 'process-abort', 'port-held-by-an-http-server-on-127-0-0-1'];
		const run = await npx(['gatelock', 'run', ...scenarios]);
		expect(run).toMatchObject({
			exitCode: 0,
			stdout: expect.stringMatching(/^3 cases: 3 passed.*\nVerdict: pass\s*$/m),
		});
	});

	test('runs without namespaces', async () => {
		const run = await npx(['gatelock', 'run', 'SIGKILL when ready'], { GATELOCK_NAMESPACES: 'off' });
		expect(run.exitCode).toBe(0);
		expect(run.stdout.replaceAll(/\s+/g, ' ')).toContain('(no namespaces: switched off by GATELOCK_NAMESPACES=off)');
	});

	test('finds its worker programs', async () => {
		const storm = await npx(['gatelock', 'storm', '--duration', '1s', '--seed', '1']);
		expect(storm).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/ 0 failed, 0 invalid, 0 skipped/) });
		const harness = path.join(project, 'node_modules/gatelock/dist/harness');
		const { explorers } = z
			.object({ explorers: z.object({ file: z.string() }) })
			.parse(await import(path.join(harness, 'explore/jobs.js')));
		expect(explorers.file).toBe(path.join(harness, 'explore/worker-main.js'));
	});

	test('has a doctor', async () => {
		expect(await npx(['gatelock', 'doctor'])).toMatchObject({
			exitCode: 0,
			stdout: expect.stringMatching(/^Gatelock \d/),
		});
	});

	test('has types for scenario files', async () => {
		const folder = path.join(project, 'typed');
		mkdirSync(folder, { recursive: true });
		const source = [
			"import { scenario, sigkill, type ScenarioContext } from 'gatelock';",
			"import { GatewayLockError } from 'gatelock/reference-gateway';",
			'const story = async ({ arena }: ScenarioContext): Promise<void> => {',
			'	const holder = await arena.start();',
			'	await holder.inject(sigkill);',
			'};',
			"scenario('typed', { asserts: ['no-stale-lock'] }, story);",
			'// @ts-expect-error: no such clause',
			"scenario('mistyped', { asserts: ['no-such-clause'] }, story);",
			'export const isRefusal = (error: unknown): boolean => error instanceof GatewayLockError;',
		];
		writeFileSync(path.join(folder, 'typed.scenario.ts'), source.join('\n'));
		const compiler = path.join(repository, 'node_modules/.bin/tsc');
		const flags = [
			'--noEmit',
			'--strict',
			'--module',
			'nodenext',
			'--target',
			'es2023',
			'--types',
			'node',
			'--skipLibCheck',
		];
		const roots = ['--typeRoots', path.join(repository, 'node_modules/@types')];
		const check = await execa(compiler, [...flags, ...roots, 'typed/typed.scenario.ts'], {
			cwd: project,
			reject: false,
		});
		expect(check).toMatchObject({ exitCode: 0, stdout: '' });
	});

	test('finds a newer Node for itself when the system has an old one', async ({ skip }) => {
		const old = await oldNode();
		if (old === null) skip('no Node on the PATH that is too old for Gatelock');
		else {
			const env = { PATH: `${path.dirname(old)}:/usr/bin:/bin`, GATELOCK_CACHE: path.join(project, 'cache') };
			const main = path.join(project, 'node_modules/gatelock/bin/gatelock.js');
			const first = await execa(old, [main, 'doctor'], { cwd: project, env, reject: false });
			expect(first).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('is too old; installing Node') });
			const second = await execa(old, [main, 'run', '--repeat', '0'], { cwd: project, env, reject: false });
			expect(second).toMatchObject({
				exitCode: 2,
				stderr: expect.stringMatching(/^gatelock: --repeat "0" cannot be used/),
			});
		}
	});
});

async function npx(words: readonly string[], env: Record<string, string> = {}) {
	return await execa('npx', ['--no-install', ...words], { cwd: project, env, reject: false, stdin: 'ignore' });
}

/** The first Node on the PATH that Gatelock refuses. */
async function oldNode(): Promise<string | null> {
	for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
		const node = path.join(folder, 'node');
		if (!existsSync(node) || readFileSync(node).subarray(0, 4).toString('latin1') !== '\x7fELF') continue;
		const { stdout } = await execa(node, ['-p', 'process.versions.node'], { reject: false });
		if (stdout !== '' && Number.parseInt(stdout, 10) < oldestMajor) return node;
	}
	return null;
}

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { describe, expect, inject, test } from 'vitest';
import { exitCodes } from '../harness/report/exit-code.ts';
import { fencedBlocks } from './testing/markdown.ts';
import './testing/install-package.ts';

const { project } = inject('installedPackage');

const stories = `import { expect, scenario, sigkill } from 'gatelock';

scenario('Keeps its contract', { asserts: ['no-stale-lock'] }, async ({ arena }) => {
	const gateway = await arena.start();
	await gateway.inject(sigkill);
	expect(gateway).toHaveExitedWith('SIGKILL');
});

scenario('Has a mistake', { asserts: [] }, async () => {
	throw new TypeError('a mistake in the story');
});

scenario('Expects in vain', { asserts: [] }, async ({ arena }) => {
	const gateway = await arena.start();
	expect(gateway).toHaveExitedWith(7);
});

scenario('Claims too much', { asserts: ['fails-fast'] }, async ({ arena }) => {
	await arena.start();
});
`;

describe('scenario files under Vitest itself', () => {
	test('a failure points into the user’s line', async () => {
		const run = await vitest(await initialised('lines', stories), []);
		expect(run.exitCode).toBe(1);
		expect(run.text).toContain('TypeError: a mistake in the story\n ❯ scenarios/own.scenario.ts:10:8');
		expect(run.text).toMatch(
			/expected g1 to end with exit code 7, but it still runs\n ❯ scenarios\/own\.scenario\.ts:15:18/,
		);
		expect(run.text).toMatch(
			/The clause fails-fast was asserted but never exercised.*\n ❯ scenarios\/own\.scenario\.ts:18:1/,
		);
		expect(run.text).toMatch(/Tests {2}3 failed \| 2 passed \(5\)/);
	});

	test('a filter by name, a line, and .only choose', async () => {
		const folder = await initialised('chosen', stories);
		const byName = await vitest(folder, ['-t', 'Keeps its']);
		expect(byName.text).toMatch(/Tests {2}1 passed \| 4 skipped \(5\)/);
		const byLine = await vitest(folder, ['scenarios/own.scenario.ts:3']);
		expect(byLine.text).toMatch(/Tests {2}1 passed \| 3 skipped \(4\)/);
		writeFileSync(
			path.join(folder, 'scenarios/own.scenario.ts'),
			stories.replace("scenario('Keeps its", "scenario.only('Keeps its"),
		);
		const byOnly = await vitest(folder, ['own']);
		expect(byOnly.text).toMatch(/Tests {2}1 passed \| 3 skipped \(4\)/);
	});

	test('the types of a project that init made hold', async () => {
		const folder = await initialised('typed-by-init', stories);
		const compiler = path.join(import.meta.dirname, '../node_modules/.bin/tsc');
		const flags = [
			'--noEmit',
			'--strict',
			'--module',
			'nodenext',
			'--target',
			'es2023',
			'--skipLibCheck',
			'--types',
			'node',
		];
		const roots = ['--typeRoots', path.join(import.meta.dirname, '../node_modules/@types')];
		const files = ['scenarios/own.scenario.ts', 'scenarios/first.scenario.ts', 'gatelock.config.ts'];
		const check = await execa(compiler, [...flags, ...roots, ...files], { cwd: folder, reject: false });
		expect(check).toMatchObject({ exitCode: 0, stdout: '' });
	});
});

describe('the examples of docs/extending.md', () => {
	test('the clause finds a gateway that talks too much, in the kit’s cases too, and a stored run is judged by it again', async () => {
		const folder = examples('clause');
		writeFileSync(
			path.join(folder, 'chatty.mjs'),
			"console.error('hello');\nawait import('../node_modules/gatelock/dist/fixtures/reference-gateway/main.js');\n",
		);
		const run = await gatelock(folder, [
			'run',
			'second-instance-while',
			'--gateway',
			'node chatty.mjs gateway --port {port}',
		]);
		expect(run.text).toMatch(/✗ acme:one-line {2,}broken/);
		expect(run.text).toContain('✗ acme:one-line: g2 printed 2 lines');
		expect(run.text).toContain('document  “a gateway that cannot start says why, in one line”');
		expect(run.exitCode).toBe(exitCodes.contractBroken);
		const again = await gatelock(folder, ['judge', '.gatelock/latest']);
		expect(again.text).toContain('✗ acme:one-line: g2 printed 2 lines');
		expect(again.exitCode).toBe(exitCodes.contractBroken);
	});

	test('the contract is listed and judged by', async () => {
		const { text } = await gatelock(examples('contract'), ['contracts']);
		expect(text).toContain('acme-2026 (default): Acme gateway, 2026');
		expect(text).toContain('frees-port-on-shutdown: 10000 ms (its shutdown budget is 9 s)');
	});

	test('the recipe runs the package that it is for', async () => {
		const folder = examples('recipe');
		const build = path.join(folder, 'acme');
		mkdirSync(build);
		const manifest = {
			name: 'acme-gateway',
			version: '2026.1.24',
			type: 'module',
			bin: { 'acme-gateway': 'gateway.js' },
		};
		writeFileSync(path.join(build, 'package.json'), JSON.stringify(manifest));
		writeFileSync(
			path.join(build, 'gateway.js'),
			"if (process.env.ACME_TELEMETRY !== 'off') process.exit(9);\nawait import('../../node_modules/gatelock/dist/fixtures/reference-gateway/main.js');\n",
		);
		const run = await gatelock(folder, ['run', 'the-temp-folder-is-cleaned', '--build', './acme']);
		expect(run.exitCode, run.text).toBe(exitCodes.pass);
		expect(run.text).toContain('acme-gateway@2026.1.24');
	});
});

/** The project of the page. */
function examples(name: string): string {
	const folder = path.join(project, `example-${name}`);
	for (const { page, language, text } of fencedBlocks()) {
		const file = /^\/\/ (\S+\.ts)\n/.exec(text)?.[1];
		if (page !== 'docs/extending.md' || language !== 'ts' || file === undefined) continue;
		mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
		writeFileSync(path.join(folder, file), text);
	}
	return folder;
}

/** A project as `gatelock init` makes it, with one more scenario file. */
async function initialised(name: string, scenarios: string): Promise<string> {
	const folder = path.join(project, name);
	mkdirSync(folder);
	expect(await gatelock(folder, ['init'])).toMatchObject({ exitCode: 0 });
	expect(readFileSync(path.join(folder, 'vitest.config.mts'), 'utf8')).toContain('scenarios/**/*.scenario.ts');
	// Where Node is too old, this one line of the config says so.
	expect(readFileSync(path.join(folder, 'vitest.config.mts'), 'utf8')).toMatch(/^import 'gatelock\/node-guard';$/m);
	writeFileSync(path.join(folder, 'scenarios/own.scenario.ts'), scenarios);
	return folder;
}

async function gatelock(folder: string, words: readonly string[]) {
	return await node(folder, path.join(project, 'node_modules/gatelock/bin/gatelock.js'), words);
}

async function vitest(folder: string, words: readonly string[]) {
	return await node(folder, path.join(project, 'node_modules/vitest/vitest.mjs'), ['run', ...words]);
}

async function node(folder: string, program: string, words: readonly string[]) {
	const { CI: _, VITEST: __, ...env } = process.env;
	const options = { cwd: folder, reject: false, stdin: 'ignore', all: true, extendEnv: false } as const;
	const run = await execa(process.execPath, [program, ...words], { ...options, env: { ...env, NO_COLOR: '1' } });
	return { exitCode: run.exitCode, text: run.all };
}

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { exitCodes } from '../harness/report/exit-code.ts';
import { runGatelock, temporaryFolder } from './testing/gatelock.ts';

const written = ['gatelock.config.ts', 'scenarios/first.scenario.ts', '.github/workflows/gatelock.yml'];

describe('gatelock init', () => {
	test('makes config, scenario and workflow, and says what it wrote', async () => {
		const cwd = temporaryFolder();
		const run = await runGatelock(['init', '--gateway', "node 'my gateway.js' --port {port}"], { cwd });
		expect(run).toMatchInlineSnapshot(`
			{
			  "exitCode": 0,
			  "stderr": "",
			  "stdout": "wrote   gatelock.config.ts
			wrote   scenarios/first.scenario.ts
			wrote   .github/workflows/gatelock.yml
			wrote   vitest.config.mts
			added   .gatelock/ to .gitignore

			Next steps:
			  install gatelock in this project, as the README says: the files import it
			  npx gatelock run first    runs the new scenario
			  npx gatelock run          runs it and all that the kit brings",
			}
		`);
		expect(filesOf(cwd)).toEqual([...written, '.gitignore', 'vitest.config.mts'].sort());
		expect(readFileSync(path.join(cwd, 'gatelock.config.ts'), 'utf8')).toContain(
			"\tgateway: 'node \\'my gateway.js\\' --port {port}',\n",
		);
	});

	test('overwrites nothing, unless it is told to', async () => {
		const cwd = projectWith({ 'scenarios/first.scenario.ts': 'mine', '.gitignore': 'dist' });
		const refused = await runGatelock(['init'], { cwd });
		expect(refused).toEqual({
			exitCode: exitCodes.badUsage,
			stdout: '',
			stderr:
				'gatelock: scenarios/first.scenario.ts is there already, so nothing was written. Next step: gatelock init --force overwrites.',
		});
		expect(filesOf(cwd)).toEqual(['.gitignore', 'scenarios/first.scenario.ts']);
		expect(readFileSync(path.join(cwd, 'scenarios/first.scenario.ts'), 'utf8')).toBe('mine');
		expect(await runGatelock(['init', '--force'], { cwd })).toMatchObject({ exitCode: 0 });
		expect(readFileSync(path.join(cwd, 'scenarios/first.scenario.ts'), 'utf8')).toContain('scenario(');
		expect(readFileSync(path.join(cwd, '.gitignore'), 'utf8')).toBe('dist\n.gatelock/\n');
	});

	test('leaves a Vitest config alone, even when it is forced', async () => {
		const cwd = projectWith({ 'vite.config.js': 'mine', '.gitignore': '/.gatelock\n' });
		const run = await runGatelock(['init', '--force'], { cwd });
		expect(run.stdout).toContain(
			"kept    vite.config.js (it is yours; add 'scenarios/**/*.scenario.ts' to its test.include, to run scenarios in an editor)\n",
		);
		expect(filesOf(cwd)).toEqual([...written, '.gitignore', 'vite.config.js'].sort());
		expect(readFileSync(path.join(cwd, '.gitignore'), 'utf8')).toBe('/.gatelock\n');
	});

	test('names one gateway at most', async () => {
		const run = await runGatelock(['init', '--gateway', 'a', '--build', 'b@1']);
		expect(run).toMatchObject({ exitCode: exitCodes.badUsage, stdout: '' });
		expect(run.stderr).toBe('gatelock: --build "b@1" cannot be used. Allowed: one of --gateway and --build, not both.');
	});
});

describe('gatelock new', () => {
	test('makes a scenario file, once', async () => {
		const cwd = temporaryFolder();
		const title = 'It\'s "mine"';
		expect(await runGatelock(['new', title], { cwd })).toMatchObject({
			exitCode: 0,
			stdout: [
				'wrote   scenarios/it-s-mine.scenario.ts',
				'',
				'Next steps:',
				'  install gatelock in this project, as the README says: the files import it',
				'  npx gatelock run it-s-mine',
			].join('\n'),
		});
		expect(await runGatelock(['new', title], { cwd })).toMatchObject({
			exitCode: exitCodes.badUsage,
			stderr:
				'gatelock: scenarios/it-s-mine.scenario.ts is there already, so nothing was written. Next step: choose another title, or edit that file.',
		});
	});

	test.each([
		['!!!', /^gatelock: title "!!!" cannot be used\. Allowed: a title of at most 200 characters/],
		['x'.repeat(201), /^gatelock: title "x{201}" cannot be used\. Allowed: a title of at most 200/],
		['two\nlines', /^gatelock: title "two\\nlines" cannot be used\. Allowed: a title .* on one line/],
		['SIGKILL when ready', /Allowed: a title whose id no scenario has; "sigkill-when-ready" is taken\.$/],
	])('refuses the title %j', async (title, message) => {
		const cwd = temporaryFolder();
		const run = await runGatelock(['new', title], { cwd });
		expect(run).toMatchObject({ exitCode: exitCodes.badUsage, stderr: expect.stringMatching(message) });
		expect(readdirSync(cwd)).toEqual([]);
	});
});

describe('a config file', () => {
	test.each([
		[
			'of another shape',
			'export default { workers: 0 };',
			/^gatelock: gatelock\.config\.ts: workers 0 cannot be used\. Allowed: a whole number from 1 to 64\.$/,
		],
		['that does not parse', 'export default {', /^gatelock: gatelock\.config\.ts cannot be loaded: SyntaxError/],
		['that throws', "throw new Error('no luck');", /^gatelock: gatelock\.config\.ts cannot be loaded: Error: no luck$/],
		['without a default export', 'export const config = {};', /the default export \(missing\) cannot be used/],
	])('%s is refused, and nothing is left behind', async (_, text, message) => {
		const cwd = projectWith({ 'gatelock.config.ts': text });
		for (const command of ['run', 'contracts']) {
			const run = await runGatelock([command], { cwd });
			expect(run).toMatchObject({ exitCode: exitCodes.badUsage, stderr: expect.stringMatching(message), stdout: '' });
		}
		expect(readdirSync(cwd)).toEqual(['gatelock.config.ts']);
	});

	test('says what is run, and the command line wins over it', async () => {
		const cwd = projectWith({
			'package.json': '{ "type": "commonjs" }',
			'gatelock.config.ts':
				"import { gateway } from './gateway.ts';\nexport default { gateway, limits: { 'fails-fast': '9s' }, tags: ['no-such-tag'] };",
			'gateway.ts': "export const gateway: string = 'false';",
		});
		const byConfig = await runGatelock(['run'], { cwd });
		expect(byConfig).toMatchObject({
			exitCode: exitCodes.badUsage,
			stderr: expect.stringContaining('--tag "no-such-tag"'),
		});
		const filtered = await runGatelock(['run', 'sigkill-when-ready'], { cwd });
		expect(filtered).toMatchObject({
			exitCode: exitCodes.buildUnusable,
			stderr: expect.stringContaining('false never starts'),
		});
	});
});

function projectWith(files: Readonly<Record<string, string>>): string {
	const folder = temporaryFolder();
	for (const [name, text] of Object.entries(files)) {
		mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
		writeFileSync(path.join(folder, name), text);
	}
	return folder;
}

function filesOf(folder: string): string[] {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
		.sort();
}

import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { describe, expect, inject, test } from 'vitest';
import { contracts, defaultContractId } from '../harness/contract/index.ts';
import * as harness from '../harness/index.ts';
import { exitCodes } from '../harness/report/exit-code.ts';
import { repository, runGatelock } from './testing/gatelock.ts';
import './testing/install-package.ts';
import { fencedBlocks, localLinks, pages, readPage } from './testing/markdown.ts';

/** Commands that end with another exit code than 0, as the page says. */
const otherExitCodes = new Map([
	[
		'npx gatelock run "SIGKILL when ready" --gateway "node fixtures/broken-gateways/lock-file-left-after-sigkill.mjs"',
		exitCodes.contractBroken,
	],
]);

/** Commands that are too dear to be run here, why, and what is run instead. */
const standIns = new Map<string, { readonly why: string; readonly instead: string; readonly says: RegExp }>([
	[
		'npm ci && npm start',
		{
			why: '.ci/run runs it in a fresh clone',
			instead: 'npm run',
			says: /\n {2}start\n {4}node bin\/gatelock\.js run\n/,
		},
	],
	[
		'npx gatelock run --build clawdbot@2026.1.24-3 --json report.json',
		{
			why: 'downloads and judges a real build, which takes minutes',
			instead: 'npx gatelock run --build clawdbot@2026.1.24-3 --json report.json --repeat 0',
			says: /^gatelock: --repeat "0" cannot be used/m,
		},
	],
	['npm run check', { why: '.ci/run runs it', instead: 'npm run', says: /\n {2}check\n {4}npm run check:types/ }],
]);

describe('each command of the pages does what they say', () => {
	const commands = fencedBlocks()
		.filter(({ language }) => language === 'sh')
		.map(({ page, line, text }) => [`${page}:${line}`, text.trim()] as const);

	test.each(commands)('%s %s', async (_place, command) => {
		const standIn = standIns.get(command);
		const run = await execa('sh', ['-c', standIn?.instead ?? command], {
			cwd: repository,
			env: { NO_COLOR: '1' },
			reject: false,
			stdin: 'ignore',
			all: true,
		});
		if (standIn !== undefined) expect(run.all).toMatch(standIn.says);
		else expect(run.exitCode, run.all).toBe(otherExitCodes.get(command) ?? exitCodes.pass);
	});

	test('and none of the exceptions is out of date', () => {
		const known = commands.map(([, command]) => command);
		expect([...standIns.keys(), ...otherExitCodes.keys()].filter((command) => !known.includes(command))).toEqual([]);
	});
});

test('each scenario of the pages passes in a project that has the package', async () => {
	const { project } = inject('installedPackage');
	const folder = path.join(project, 'scenarios-of-the-pages');
	mkdirSync(path.join(folder, 'scenarios'), { recursive: true });
	const snippets = fencedBlocks().filter(({ language }) => language === 'ts');
	for (const [index, { text }] of snippets.entries()) {
		writeFileSync(path.join(folder, 'scenarios', `snippet-${index}.scenario.ts`), text);
	}
	const titles = snippets.flatMap(({ text }) =>
		[...text.matchAll(/^scenario\(\s*'([^']+)'/gm)].map(([, title = '']) => title),
	);
	expect(titles.length).toBeGreaterThanOrEqual(snippets.length);
	const program = path.join(project, 'node_modules/gatelock/bin/gatelock.js');
	const run = await execa(process.execPath, [program, 'run', ...titles], {
		cwd: folder,
		reject: false,
		stdin: 'ignore',
	});
	expect(run.exitCode, run.stdout).toBe(exitCodes.pass);
	expect(run.stdout).toContain(`\n${titles.length} cases: ${titles.length} passed, 0 failed`);
});

test('every fenced block is a command, a scenario, or output that another test compares', () => {
	const others = fencedBlocks().filter(({ language }) => !['sh', 'ts'].includes(language));
	expect(others.map(({ page, language }) => `${page} ${language}`)).toEqual([
		'docs/architecture.md ',
		'docs/reading-a-failure.md ',
		'docs/reading-a-failure.md ',
	]);
});

test.each(pages())('the links of %s lead somewhere', (page) => {
	const lost = localLinks(page).filter((target) => !existsSync(path.resolve(repository, path.dirname(page), target)));
	expect(lost).toEqual([]);
});

test('the README lists every option and every exit code', async () => {
	const readme = readPage('README.md');
	const { stdout } = await runGatelock(['run', '--help']);
	const options = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(([, option = '']) => option);
	expect(options.length).toBeGreaterThan(10);
	expect(options.filter((option) => option !== '--help' && !readme.includes(`\`${option}`))).toEqual([]);
	const listed = [...readme.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code));
	expect(listed).toEqual(Object.values(exitCodes));
});

test('docs/contract.md quotes every clause as the contract has it', () => {
	const page = readPage('docs/contract.md').replaceAll('&lt;', '<').replaceAll('&gt;', '>');
	const clauses = Object.entries(contracts.get(defaultContractId)?.clauses ?? {});
	expect(clauses).toHaveLength(14);
	expect(clauses.filter(([id, clause]) => !page.includes(`| \`${id}\` | ${clause?.quote} | `))).toEqual([]);
});

test('docs/faults-and-moments.md names all that a scenario can import', () => {
	const page = readPage('docs/faults-and-moments.md');
	expect(Object.keys(harness).filter((name) => !new RegExp(`\\b${name}\\b`).test(page))).toEqual([]);
});

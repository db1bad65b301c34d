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
		'npx gatelock matrix --case sigkill-when-ready --gateway "node fixtures/reference-gateway/main.ts" --gateway "node fixtures/broken-gateways/lock-file-left-after-sigkill.mjs"',
		exitCodes.contractBroken,
	],
	[
		'npx gatelock run "SIGKILL when ready" --bisect-exit --gateway "node fixtures/broken-gateways/lock-file-left-after-sigkill.mjs"',
		exitCodes.contractBroken,
	],
	[
		'npx gatelock run "SIGKILL when ready" --gateway "node fixtures/broken-gateways/lock-file-left-after-sigkill.mjs"',
		exitCodes.contractBroken,
	],
	[
		'npx gatelock run "SIGKILL when ready" --gateway "node fixtures/broken-gateways/lock-file-left-after-sigkill.mjs" --repeat 3',
		exitCodes.contractBroken,
	],
	[
		'npx gatelock explore crashes --phase startup --patience 1s --gateway "node fixtures/broken-gateways/lock-file-empty-window.mjs"',
		exitCodes.contractBroken,
	],
	[
		'npx gatelock storm --seed 5 --steps 5 --repeat 2 --gateway "node fixtures/broken-gateways/lock-file-never-reclaimed.mjs"',
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
	[
		'npx gatelock init --gateway "my-gateway --port {port}"',
		{
			why: 'writes files; test/own-project.test.ts runs it in a project',
			instead: 'npx gatelock init --help',
			says: /--force/,
		},
	],
	[
		'npx gatelock new "Killed twice in a row"',
		{
			why: 'writes a file; test/own-project.test.ts runs it in a project',
			instead: 'npx gatelock new --help',
			says: /<title>|title/,
		},
	],
	[
		'npx gatelock run --tag quick --json gatelock.json --junit gatelock.xml',
		{
			why: 'runs every quick case, and writes files',
			instead: 'npx gatelock run --tag quick --json gatelock.json --junit gatelock.xml --repeat 0',
			says: /^gatelock: --repeat "0" cannot be used/m,
		},
	],
	[
		'npx gatelock matrix --builds "openclaw@2026.4.29,openclaw@>=2026.8" --html matrix.html',
		{
			why: 'judges a dozen real builds; test/matrix.test.ts judges small ones from a registry of its own',
			instead: 'npx gatelock matrix --builds "openclaw@2026.4.29,openclaw@>=2026.8" --html matrix.html --jobs 0',
			says: /^gatelock: --jobs "0" cannot be used/m,
		},
	],
	[
		'npx gatelock bisect openclaw --good 2026.3.13 --bad 2026.4.29 --clause fails-fast',
		{
			why: 'judges real builds; test/bisect.test.ts bisects a small history',
			instead: 'npx gatelock bisect openclaw --good 2026.3.13 --bad 2026.4.29 --clause fails-fast --confirm 0',
			says: /^gatelock: --confirm "0" cannot be used/m,
		},
	],
	[
		'npx gatelock bisect --git . --good v1.2.0 --bad main --build-command "npm ci && npm run build" --gateway "node {checkout}/dist/index.js gateway --port {port}" --clause no-stale-lock',
		{
			why: 'needs a history of its own; test/bisect.test.ts makes one',
			instead:
				'npx gatelock bisect --git . --good v1.2.0 --bad main --build-command "npm ci && npm run build" --gateway "node {checkout}/dist/index.js gateway --port {port}" --clause no-stale-lock --confirm 0',
			says: /^gatelock: --confirm "0" cannot be used/m,
		},
	],
	[
		'npm run peers',
		{
			why: 'judges every peer, which takes minutes, and writes the page; test/peers.test.ts judges one case of each',
			instead: 'npm run',
			says: /\n {2}peers\n {4}node test\/peers\/write\.ts/,
		},
	],
	...['add openclaw@2026.9.6 clawdbot@2026.1.24-3', 'remove clawdbot@2026.1.24-3', 'prune --limit 5GB'].map(
		(words) =>
			[
				`npx gatelock builds ${words}`,
				{
					why: 'changes the cache of whoever runs it; test/builds.test.ts runs it on a cache of its own',
					instead: `npx gatelock builds ${words.split(' ')[0]} --help`,
					says: /^Usage: gatelock builds/m,
				},
			] as const,
	),
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

/** Pages with scenarios; the files of one page are one project. */
const pagesWithScenarios = [
	...new Set(fencedBlocks().flatMap(({ language, page }) => (language === 'ts' ? [page] : []))),
];

test.each(pagesWithScenarios)('each scenario of %s passes in a project that has the package', async (page) => {
	const { project } = inject('installedPackage');
	const folder = path.join(project, path.basename(page, '.md'));
	const snippets = fencedBlocks().filter((block) => block.language === 'ts' && block.page === page);
	for (const [index, { text }] of snippets.entries()) {
		// A block that belongs elsewhere than among the scenarios names its file in the first line.
		const file = /^\/\/ (\S+\.ts)\n/.exec(text)?.[1] ?? `scenarios/snippet-${index}.scenario.ts`;
		mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
		writeFileSync(path.join(folder, file), text);
	}
	const titles = snippets.flatMap(({ text }) =>
		[...text.matchAll(/^scenario\(\s*'([^']+)'/gm)].map(([, title = '']) => title),
	);
	expect(titles.length).toBeGreaterThan(0);
	const program = path.join(project, 'node_modules/gatelock/bin/gatelock.js');
	const run = await execa(process.execPath, [program, 'run', ...titles], {
		cwd: folder,
		reject: false,
		stdin: 'ignore',
	});
	expect(run.exitCode, run.stdout).toBe(exitCodes.pass);
	const cases = titles.length === 1 ? '1 case' : `${titles.length} cases`;
	expect(run.stdout).toContain(`\n${cases}: ${titles.length} passed, 0 failed`);
});

test('every fenced block is a command, a scenario, or output that another test compares', () => {
	const others = fencedBlocks().filter(({ language }) => !['sh', 'ts'].includes(language));
	expect([...new Set(others.map(({ page, language }) => `${page} ${language}`))]).toEqual([
		'docs/api.md typescript',
		'docs/architecture.md ',
		'docs/reading-a-failure.md ',
		'docs/running-in-ci.md yaml',
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

test('some page tells of all that a scenario can import, besides the list of it', () => {
	const told = pages().filter((page) => page !== 'docs/api.md');
	const page = told.map(readPage).join('\n');
	expect(Object.keys(harness).filter((name) => !new RegExp(`\\b${name}\\b`).test(page))).toEqual([]);
});

/** A page's title, and a remark on who made it, may stand before its way. */
const topLines = 6;

/** The way through the pages. */
const order = [
	'writing-a-scenario',
	'contract',
	'faults-and-moments',
	'catalogue',
	'isolation',
	'reading-a-failure',
	'reproducing-a-bug',
	'exploring',
	'builds',
	'running-in-ci',
	'comparing-builds',
	'extending',
	'peers',
	'api',
	'architecture',
	'zoo',
	'track-record',
];

test('every page lies on the way through them', () => {
	const known = order.map((name) => `docs/${name}.md`);
	expect(pages().filter((page) => page !== 'README.md' && !known.includes(page))).toEqual([]);
});

test.each(order.map((name, index) => [name, order[index - 1], order[index + 1]]))(
	'docs/%s.md leads back and on, at its top and at its end',
	(name, before = '../README', after = '../README') => {
		const lines = readPage(`docs/${name}.md`).trimEnd().split('\n');
		const way = new RegExp(String.raw`^\[← [^\]]+\]\(${before}\.md\) · \[[^\]]+ →\]\(${after}\.md\)$`);
		const top = lines.slice(0, topLines).find((line) => line.startsWith('[←'));
		expect([top, lines.at(-1)]).toEqual([expect.stringMatching(way), expect.stringMatching(way)]);
	},
);

import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { contracts, defaultContractId } from '../harness/contract/index.ts';
import * as harness from '../harness/index.ts';
import { exitCodes } from '../harness/report/exit-code.ts';
import { repository, runGatelock } from './testing/gatelock.ts';
import { fencedBlocks, localLinks, pages, readPage } from './testing/markdown.ts';
import { outdatedExceptions, testExamples } from './testing/page-examples.ts';

testExamples((page) => page === 'README.md');

test('no exception for a command is out of date', () => {
	expect(outdatedExceptions()).toEqual([]);
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
	'performance',
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

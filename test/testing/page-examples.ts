import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { describe, expect, inject, test } from 'vitest';
import { exitCodes } from '../../harness/report/exit-code.ts';
import './install-package.ts';
import { linkedCheckout } from './linked-checkout.ts';
import { fencedBlocks } from './markdown.ts';

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

const commands = fencedBlocks()
	.filter(({ language }) => language === 'sh')
	.map(({ page, line, text }) => ({ page, line, command: text.trim() }));

/** Exceptions to "a command of a page ends with exit code 0" whose command is in no page. */
export function outdatedExceptions(): string[] {
	const known = new Set(commands.map(({ command }) => command));
	return [...standIns.keys(), ...otherExitCodes.keys()].filter((command) => !known.has(command));
}

/** Runs each command and each scenario of these pages. */
export function testExamples(isMeant: (page: string) => boolean): void {
	describe('each command of the pages does what they say', () => {
		test.for(commands.filter(({ page }) => isMeant(page)))('$page:$line $command', async ({ command }) => {
			const standIn = standIns.get(command);
			const run = await execa('sh', ['-c', standIn?.instead ?? command], {
				cwd: linkedCheckout(),
				env: { NO_COLOR: '1' },
				reject: false,
				stdin: 'ignore',
				all: true,
			});
			if (standIn !== undefined) expect(run.all).toMatch(standIn.says);
			else expect(run.exitCode, run.all).toBe(otherExitCodes.get(command) ?? exitCodes.pass);
		});
	});

	/** Pages with scenarios; the files of one page are one project. */
	const pagesWithScenarios = new Set(fencedBlocks().flatMap(({ language, page }) => (language === 'ts' ? [page] : [])));

	test.each([...pagesWithScenarios].filter(isMeant))(
		'each scenario of %s passes in a project that has the package',
		async (page) => {
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
		},
	);
}

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { exitCodes } from '../harness/report/exit-code.ts';
import { matrixReportSchema } from '../harness/report/matrix-report.ts';
import { fixtureCommand, repository, runGatelock, temporaryFolder } from './testing/gatelock.ts';
import { againstSchema } from './testing/published-schema.ts';
import { smallRegistry } from './testing/small-registry.ts';

/** Installs Node and two builds, and judges them, on a machine that may be busy. */
const matrixTimeoutMs = 600_000;
const oneCase = ['--case', 'second-instance-while-the-holder-runs'];

/** A project whose config has a recipe for the package, so that `--build` knows it. */
function projectFor(name: string): string {
	const cwd = temporaryFolder();
	const recipe = {
		...{
			id: name,
			name,
			versions: { from: '1.0.0' },
			node: process.versions.node,
			overrides: {},
			extraDependencies: {},
		},
		...{ leftOut: [], prepare: null, entry: { bin: name }, arguments: ['--port', '{port}'], environment: {} },
		warm: { keep: [] },
	};
	writeFileSync(path.join(cwd, 'gatelock.config.mjs'), `export default { recipes: [${JSON.stringify(recipe)}] };`);
	return cwd;
}

test(
	'a range of a registry, a command and a broken build, as table, JSON, HTML and Markdown; again, from the store',
	async () => {
		const name = 'small-gateway';
		const registry = await smallRegistry(name, {
			'1.0.0': { exitCodeOfLoser: 1 },
			'1.1.0': { exitCodeOfLoser: 0 },
			'1.1.1': 'never-starts',
		});
		const cwd = projectFor(name);
		const env = { npm_config_registry: registry, GATELOCK_CACHE: temporaryFolder(), COLUMNS: '100' };
		const files = ['--json', 'm.json', '--html', 'm.html', '--markdown', 'm.md'];
		const words = ['matrix', '--builds', `${name}@>=1.1,${name}@latest`, ...oneCase, ...files];
		const gone = ['--gateway', '/no/such/program'];
		const run = await runGatelock([...words, ...gone], { cwd, env, timeoutMs: matrixTimeoutMs });
		expect(run.exitCode, run.stderr).toBe(exitCodes.contractBroken);
		expect(run.stdout).toMatch(/^ {2}fails-fast {17}✗ {3}! {3}!$/m);
		expect(run.stdout).toMatch(/2 small-gateway@1\.1\.1.*\n\s+! .*never starts/);
		expect(againstSchema('matrix.schema.json', path.join(cwd, 'm.json'))).toEqual([]);
		const report = matrixReportSchema.parse(JSON.parse(readFileSync(path.join(cwd, 'm.json'), 'utf8')));
		expect(report.columns.map(({ build, report: judged, starts }) => [build, judged?.verdict, starts > 0])).toEqual([
			['small-gateway@1.1.0', 'fail', true],
			['small-gateway@1.1.1', undefined, true],
			['/no/such/program', undefined, false],
		]);
		expect(readFileSync(path.join(cwd, 'm.md'), 'utf8')).toContain('| `fails-fast` | ✗ | ! | ! |');
		expect(readFileSync(path.join(cwd, 'm.html'), 'utf8')).toMatch(/<td class="broken" title="1 finding: .*">✗<\/td>/);
		const again = await runGatelock(words, { cwd, env });
		expect(again.stdout).toContain('2 columns: 0 judged now (0 gateways started), 2 from the store');
	},
	2 * matrixTimeoutMs,
);

test.each<[readonly string[], string]>([
	[[], '--builds "" cannot be used. Allowed: builds to compare, e.g. "openclaw@2026.4.29,openclaw@>=2026.8".'],
	[['--builds', 'a@1.0.0,,b@1.0.0'], '--builds "a@1.0.0,,b@1.0.0" cannot be used. Allowed: a list such as '],
	[['--builds', 'a@1.0.0', '--contract', 'x'], '--contract "x" cannot be used. Allowed: '],
	[['--builds', 'a@1.0.0', '--case', 'no such case'], 'filter "no such case" cannot be used.'],
	[['--builds', 'a@1.0.0', '--html', 'no/such/folder.html'], '--html "no/such/folder.html" cannot be used.'],
])('what cannot be used is named: %j', async (options, message) => {
	const run = await runGatelock(['matrix', ...options], { cwd: repository });
	expect(run.exitCode).toBe(exitCodes.badUsage);
	expect(run.stderr).toContain(message);
});

test('an interrupted matrix leaves nothing running, and is told as interrupted', async () => {
	const { execa } = await import('execa');
	const { program } = await import('./testing/gatelock.ts');
	const cwd = temporaryFolder();
	const words = ['matrix', '--gateway', fixtureCommand('broken-gateways/bind-late.mjs'), '--tag', 'quick'];
	const child = execa(process.execPath, [program, ...words], { cwd, reject: false, stdin: 'ignore' });
	await new Promise<void>((resolve) => {
		child.stderr?.on('data', (text: Buffer) => {
			if (text.toString().includes('judging by')) resolve();
		});
	});
	await new Promise((resolve) => setTimeout(resolve, 2_000));
	child.kill('SIGINT');
	expect((await child).exitCode).toBe(exitCodes.interrupted);
	const left = await execa('pgrep', ['-f', cwd], { reject: false });
	expect(left.stdout).toBe('');
});

test('another contract judges the records of the same run: nothing is started for it', async () => {
	const cwd = temporaryFolder();
	const contracts = ['--contract', 'clawdbot-2025-12', '--contract', 'openclaw-2026-09-18'];
	const gateway = ['--gateway', fixtureCommand('broken-gateways/loser-retries.mjs')];
	const run = await runGatelock(['matrix', ...oneCase, ...gateway, ...contracts, '--json', 'm.json'], { cwd });
	expect(run.exitCode, run.stderr).toBe(exitCodes.contractBroken);
	const { columns } = matrixReportSchema.parse(JSON.parse(readFileSync(path.join(cwd, 'm.json'), 'utf8')));
	expect(columns.map(({ asked, starts, report }) => [asked, starts > 0, report?.contract])).toEqual([
		['clawdbot-2025-12', true, 'clawdbot-2025-12'],
		['openclaw-2026-09-18', false, 'openclaw-2026-09-18'],
	]);
});

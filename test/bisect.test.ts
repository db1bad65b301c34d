import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { exitCodes } from '../harness/report/exit-code.ts';
import { fixtureCommand, program, runGatelock, temporaryFolder } from './testing/gatelock.ts';
import { gitHistory } from './testing/git-history.ts';
import { againstSchema } from './testing/published-schema.ts';

const oneCase = ['--case', 'second-instance-while-the-holder-runs'];

test('over the commits of a checkout: the first bad one, past one that does not build; again, from the store', async () => {
	const checkout = await gitHistory(['right', 'does-not-build', 'exits-with-zero']);
	const cwd = temporaryFolder();
	const words = ['bisect', '--git', checkout, '--good', 's0', '--bad', 's2', '--build-command', 'sh build.sh'];
	const how = [
		'--gateway',
		'node {checkout}/built.mjs --port {port}',
		'--clause',
		'fails-fast',
		'--confirm',
		'1',
		...oneCase,
		...['--json', 'bisect.json'],
	];
	const first = await runGatelock([...words, ...how, '--seed', '1'], { cwd });
	expect(first.exitCode, first.stderr).toBe(exitCodes.pass);
	expect(againstSchema('bisect.schema.json', path.join(cwd, 'bisect.json'))).toEqual([]);
	const answer = /answer .*\n(?: {13}.*\n)*/.exec(first.stdout)?.[0].replaceAll(/\s+/g, ' ') ?? '';
	expect(answer.replaceAll(/\b[0-9a-f]{8}\b/g, '#')).toContain(
		'the first bad release is # Step 1: does-not-build or # Step 2: exits-with-zero: # Step 0: right is good',
	);
	expect(first.stdout.replaceAll(/\s+/g, ' ')).toContain('the build command ended with exit code 3 no compiler');
	expect(first.stdout).toMatch(/evidence {3}fails-fast: .*exit/);
	const again = await runGatelock([...words, ...how], { cwd });
	expect(again.stdout).toContain(', 0 gateways started, ');
	expect(again.stderr).toBe('');
	// Nothing of the checkouts is left.
	expect((await execa('git', ['-C', checkout, 'worktree', 'list'])).stdout.split('\n')).toHaveLength(1);
	expect(readdirSync(tmpdir()).filter((name) => name.startsWith('gatelock-bisect-'))).toEqual([]);
});

test('git bisect run understands --bisect-exit', async () => {
	const checkout = await gitHistory(['right', 'exits-with-zero', 'exits-with-zero']);
	const git = async (...words: string[]) => await execa('git', ['-C', checkout, ...words]);
	await git('bisect', 'start', 's2', 's0');
	const script = `sh build.sh || exit 125; ${process.execPath} ${program} run ${oneCase[1]} --gateway 'node built.mjs --port {port}' --bisect-exit`;
	const said = await execa('git', ['-C', checkout, 'bisect', 'run', 'sh', '-c', script], { reject: false });
	expect(said.stdout).toMatch(/^[0-9a-f]{40} is the first bad commit\n[\s\S]*Step 1: exits-with-zero/m);
});

test.each<[string, readonly string[], number]>([
	['a gateway that is not there', ['--gateway', '/no/such/program'], 125],
	['a command that cannot be used', ['--repeat', '0'], 128],
	['a contract that is broken', ['--gateway', fixtureCommand('broken-gateways/loser-exits-with-zero.mjs')], 1],
])('--bisect-exit: %s', async (_, options, code) => {
	const run = await runGatelock(['run', oneCase[1] ?? '', '--bisect-exit', ...options]);
	expect(run.exitCode, run.stderr).toBe(code);
});

test.each<[readonly string[], string]>([
	[[], "error: required option '--good <version>' not specified"],
	[
		['--good', '1.0.0', '--bad', '1.0.1'],
		'bisect "" cannot be used. Allowed: the name of a package, or --git <folder>; not both.',
	],
	[
		['x', '--good', '1', '--bad', '2', '--clause', 'fast'],
		'--clause "fast" cannot be used. Allowed: single-instance, ',
	],
	[['--git', '.', '--good', 'a', '--bad', 'b'], '--git "." cannot be used. Allowed: the folder of a git checkout.'],
	[
		['x', '--good', '1', '--bad', '2', '--gateway', 'y'],
		'--gateway "y" cannot be used. Allowed: it together with --git.',
	],
])('what cannot be used is named: %j', async (options, message) => {
	const run = await runGatelock(['bisect', ...options]);
	expect(run.exitCode).toBe(exitCodes.badUsage);
	expect(run.stderr).toContain(message);
});

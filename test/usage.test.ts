import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { contracts } from '../harness/contract/index.ts';
import { runGatelock, temporaryFolder } from './testing/gatelock.ts';
import { Mark } from './testing/marked.ts';

const durations = 'allowed: a number above 0 with ms, s or m, at most 24 hours: 200ms, 1.5s, 2m';
const limited = 'binds-at-startup, rebinds-immediately, fails-fast, frees-port-on-shutdown';
/** As `contracts` lists them. */
const contractIds = [...contracts.keys(), 'auto'].join(', ');
const help = '(gatelock --help lists commands and options)';
const shell =
	'Allowed: a program and its arguments, quoted as in a shell. Next step: put it into a script, or quote it.';

describe('bad usage ends with exit code 2, names what is wrong and what is allowed, and starts nothing', () => {
	test.each<readonly [string, readonly string[], string]>([
		['unknown command', ['judgement'], `error: unknown command 'judgement'\n${help}`],
		['unknown option', ['run', '--nonsense'], `error: unknown option '--nonsense'\n${help}`],
		[
			'missing value',
			['run', '--build'],
			`error: option '--build <name@version|folder|tarball>' argument missing\n${help}`,
		],
		['missing folder', ['judge'], `error: missing required argument 'folder'\n${help}`],
		[
			'surplus word',
			['doctor', 'x'],
			`error: too many arguments for 'doctor'. Expected 0 arguments but got 1: x.\n${help}`,
		],
		[
			'clause without limit',
			['run', '--limit', 'no-stale-lock=1s'],
			cannot('--limit', 'no-stale-lock=1s', `<clause>=<duration> with a clause of ${limited}`),
		],
		[
			'limit without duration',
			['run', '--limit', 'fails-fast'],
			cannot('--limit', 'fails-fast', `<clause>=<duration> with a clause of ${limited}`),
		],
		[
			'limit that is no duration',
			['run', '--limit', 'fails-fast=abc'],
			`gatelock: --limit fails-fast: "abc" is not a duration; ${durations}`,
		],
		[
			'negative limit',
			['run', '--limit', 'fails-fast=-1s'],
			`gatelock: --limit fails-fast: "-1s" is not a duration; ${durations}`,
		],
		['negative seed', ['run', '--seed', '-1'], cannot('--seed', '-1', 'a whole number from 0 to 2147483647')],
		['no repeat at all', ['run', '--repeat', '0'], cannot('--repeat', '0', 'a whole number from 1 to 10000')],
		['workers in words', ['run', '--workers', 'x'], cannot('--workers', 'x', 'a whole number from 1 to 64')],
		[
			'JSON into nowhere',
			['run', '--json', '/no/where.json'],
			cannot('--json', '/no/where.json', 'a file in a folder that exists'),
		],
		['JUnit onto a folder', ['run', '--junit', '/'], cannot('--junit', '/', 'a file, not a folder')],
		[
			'no gateway',
			['run', '--gateway', ''],
			'gatelock: --gateway "" names no program. Allowed: a program and its arguments; {port} is replaced by the port.',
		],
		[
			'script that is not there',
			['run', '--gateway', 'node /no/where.mjs'],
			'gatelock: --gateway "node /no/where.mjs" names the script /no/where.mjs, and there is no such file. Next step: look at the path; a relative one begins in the folder that gatelock is started in.',
		],
		[
			'open quote',
			['run', '--gateway', 'node "g'],
			'gatelock: --gateway "node \\"g" opens a quote (") that it never closes. Allowed: a program and its arguments, quoted as in a shell.',
		],
		[
			'pipe',
			['run', '--gateway', 'a | b'],
			`gatelock: --gateway "a | b" holds the shell operator "|", which needs a shell. ${shell}`,
		],
		[
			'substitution',
			['run', '--gateway', '$(a)'],
			`gatelock: --gateway "$(a)" holds a command substitution, which needs a shell. ${shell}`,
		],
		[
			'two gateways',
			['run', '--gateway', 'a', '--build', 'b'],
			cannot('--build', 'b', 'one of --gateway and --build, not both'),
		],
		[
			'no package',
			['run', '--build', 'a@@1'],
			'gatelock: --build "a@@1": That is not the name of a package. Give <name>@<version>, or a folder that holds an installed package.',
		],
		['unknown contract', ['run', '--contract', 'x'], cannot('--contract', 'x', contractIds)],
		['unknown tag', ['run', '--tag', 'x'], cannot('--tag', 'x', 'a tag that scenarios have: deep, full, quick')],
		[
			'judge nothing',
			['judge', '/no/where'],
			cannot('judge', '/no/where', 'a run folder or a case folder, with a timeline.jsonl in it'),
		],
		['judge by no contract', ['judge', '.', '--contract', 'x'], cannot('--contract', 'x', contractIds)],
	])('%s', async (_title, args, message) => {
		const cwd = temporaryFolder();
		const mark = new Mark();
		const { exitCode, stdout, stderr } = await runGatelock(args, { cwd, env: mark.env });
		expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 2, stdout: '', stderr: message });
		expect({ left: mark.processes(), written: readdirSync(cwd) }).toEqual({ left: [], written: [] });
	});

	test('a filter that matches nothing', async () => {
		const { exitCode, stderr } = await runGatelock(['run', 'no-such-scenario']);
		expect(exitCode).toBe(2);
		expect(stderr).toMatch(
			/^gatelock: filter "no-such-scenario" cannot be used\. Allowed: a part of a scenario's id or title:\n/,
		);
		expect(stderr).toMatch(/\n {2}… and \d+ more; docs\/catalogue\.md lists/);
	});

	test('a build in a folder that is none ends with exit code 4', async () => {
		const { exitCode, stderr } = await runGatelock(['run', '--build', './no-build']);
		expect(exitCode).toBe(4);
		expect(stderr).toMatch(
			/^gatelock: --build ".\/no-build": There is no folder .*no-build\. Give a folder with a package.json that names a bin\.$/,
		);
	});
});

test.each([
	[['--help'], /^Usage: gatelock /],
	[['run', '--help'], /^Usage: gatelock run /],
	[['--version'], /^\d+\.\d+\.\d+$/],
])('%j ends with exit code 0', async (args, text) => {
	const outcome = await runGatelock(args);
	expect(outcome).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(text), stderr: '' });
});

function cannot(option: string, value: string, allowed: string): string {
	return `gatelock: ${option} ${JSON.stringify(value)} cannot be used. Allowed: ${allowed}.`;
}

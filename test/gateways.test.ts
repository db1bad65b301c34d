import { expect, test } from 'vitest';
import { fixtureCommand, runGatelock } from './testing/gatelock.ts';
import { brokenClauses, judged } from './testing/judged-run.ts';
import { Mark } from './testing/marked.ts';
import { missingInterpreter } from './testing/missing-interpreter.ts';

const noPython = missingInterpreter('python3');

test('a correct gateway that is no Node program passes', async ({ skip }) => {
	skip(noPython !== null, noPython ?? '');
	const command = fixtureCommand('correct-gateways/python-asyncio.py').replace(`'${process.execPath}'`, 'python3');
	const { exitCode, report } = await judged(['sigkill-when-ready', '--gateway', command]);
	expect({ exitCode, broken: brokenClauses(report) }).toEqual({ exitCode: 0, broken: [] });
});

test('a program that is no gateway is told so', async ({ skip }) => {
	skip(noPython !== null, noPython ?? '');
	const scenarios = ['sigkill-when-ready', 'port-held-by-an-http-server-on-127-0-0-1'];
	const command = 'python3 -m http.server {port} --bind 127.0.0.1';
	const { exitCode, report } = await judged([...scenarios, '--gateway', command]);
	expect({ exitCode, broken: brokenClauses(report) }).toEqual({
		exitCode: 1,
		broken: ['binds-at-startup', 'foreign-occupant'],
	});
	expect(report?.cases[0]?.findings[0]?.message).toMatch(
		/^g\d listens on 127\.0\.0\.1:\d+, but no WebSocket: HTTP 200 text\/html/,
	);
});

test.each<readonly [string, string, RegExp]>([
	[
		'ends at once',
		'false',
		/^gatelock: false never starts: started alone, on a free port, it ended with exit code 1\.$/m,
	],
	[
		'does not exist',
		'/no/such/gateway',
		/^gatelock: --gateway "\/no\/such\/gateway" names the program \/no\/such\/gateway, which is no file that can be run\./m,
	],
	[
		'is not on PATH',
		'no-such-gateway --fast',
		/^gatelock: --gateway "no-such-gateway --fast" names the program no-such-gateway, which no folder of PATH holds\./m,
	],
	[
		'wants another token than the one that it can be shown',
		`${fixtureCommand('correct-gateways/asks-for-token.mjs')} gateway --port {port} --token another`,
		/lets no client in: it answers a WebSocket handshake with HTTP 401, also .*\nNext step: start it with the token gatelock \(/,
	],
])('a program that %s ends the run with exit code 4', async (_title, command, message) => {
	const mark = new Mark();
	const outcome = await runGatelock(['run', 'sigkill-when-ready', '--gateway', command], { env: mark.env });
	expect(outcome).toMatchObject({ exitCode: 4, stdout: '', stderr: expect.stringMatching(message) });
	expect(await mark.remains()).toEqual([]);
});

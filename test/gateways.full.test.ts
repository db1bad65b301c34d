import { expect, test } from 'vitest';
import { fixtureCommand } from './testing/gatelock.ts';
import { brokenClauses, judged } from './testing/judged-run.ts';

test.each<readonly [string, string, readonly string[]]>([
	['lock-file-never-reclaimed', 'sigkill-when-ready', ['rebinds-immediately', 'no-stale-lock']],
	['message-with-full-stop', 'second-instance-while-the-holder-runs', ['exact-error-in-use']],
	['bind-all-interfaces', 'sigkill-when-ready', ['exclusive-listener']],
])('%s is found by "%s"', async (gateway, scenario, clauses) => {
	const { exitCode, report } = await judged([scenario, '--gateway', fixtureCommand(`broken-gateways/${gateway}.mjs`)]);
	expect({ exitCode, broken: brokenClauses(report), verdict: report?.verdict }).toEqual({
		exitCode: 1,
		broken: clauses,
		verdict: 'fail',
	});
	expect(report?.cases[0]?.findings[0]?.evidence).not.toEqual([]);
});

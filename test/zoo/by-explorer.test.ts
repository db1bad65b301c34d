import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { brokenGateways } from '../../fixtures/programs.ts';
import { findingSchema } from '../../harness/judge/finding.ts';
import { needsStrace } from '../../harness/testing/needs-strace.ts';
import { fixtureCommand, runGatelock, temporaryFolder } from '../testing/gatelock.ts';
import { namespacesMissing } from '../testing/namespaces-missing.ts';
import { findersOf } from './finders.ts';
import { readRecord } from './record.ts';

await needsStrace();

/** Explorers with the least that finds a gateway: one phase, or one sequence of a storm. */
const explorers: Readonly<Record<string, readonly string[]>> = {
	'reclaim-guard-left-by-crash': ['explore', 'crashes', '--phase', 'startup', '--patience', '1s'],
	'second-crash-with-sessions-refused': [
		'storm',
		'--seed',
		'10',
		'--steps',
		'20',
		'--path',
		'1:2:6:1:14:0:2:0:14:0:0:19:20:24',
		'--repeat',
		'1',
	],
};

/** Where the test of an explorer shows more of it than that it finds the gateway. */
const elsewhere: Readonly<Record<string, string>> = {
	'folder-behind-a-link': 'test/explore-crashes.test.ts',
	'lock-file-reclaim-race-behind-a-probe': 'test/explore-races.test.ts',
	'owner-appended-to-a-history': 'test/explore-races.test.ts',
	'serves-until-in-an-hour': 'test/explore-crashes.test.ts',
};

test('each known-bad gateway that no scenario finds has an explorer that must find it', () => {
	const record = readRecord();
	const unfound = brokenGateways().filter((program) => findersOf(program, record).length === 0);
	expect([...Object.keys(explorers), ...Object.keys(elsewhere)].sort()).toEqual(unfound.map(({ name }) => name));
});

test.for(brokenGateways().filter(({ name }) => explorers[name] !== undefined))(
	'$name is found by its clause and by no other',
	async ({ name, header }, { skip }) => {
		const isReplayed = explorers[name]?.includes('--path') === true;
		// What a storm draws from depends on what the machine has, so a path of one means nothing to another.
		const missing = isReplayed ? await namespacesMissing() : null;
		skip(missing !== null, missing ?? '');
		const json = path.join(temporaryFolder(), 'explored.json');
		const gateway = ['--gateway', fixtureCommand(`broken-gateways/${name}.mjs`)];
		const run = await runGatelock([...(explorers[name] ?? []), ...gateway, '--json', json]);
		expect(run.exitCode, run.stderr).toBe(1);
		const { findings } = z.object({ findings: z.array(findingSchema) }).parse(JSON.parse(readFileSync(json, 'utf8')));
		const found = new Set(findings.map(({ clause }) => clause));
		expect([...found]).toContain(header.breaks);
		expect(
			[...found].filter((clause) => clause !== header.breaks && !header.also.some((also) => also === clause)),
		).toEqual([]);
	},
);

import { chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { probeSecondUser } from '../harness/arena/second-user.ts';
import { clauseTable, fixtureCommand, repository, runGatelock, temporaryFolder } from './testing/gatelock.ts';
import { namespacesMissing } from './testing/namespaces-missing.ts';

const namespaces = { kind: 'namespaces', arenaRoot: tmpdir() } as const;
const missing = (await namespacesMissing()) ?? (await probeSecondUser(namespaces, null, [repository]));

test.for(['tmp-lock-of-another-user-honoured', 'tmp-folder-of-another-user-closed'])(
	'%s keeps another user out, and is found',
	async (name, { skip }) => {
		skip(missing !== null, `second-uid: ${missing}`);
		const gateway = fixtureCommand(`broken-gateways/${name}.mjs`);
		const cwd = temporaryFolder();
		chmodSync(cwd, 0o755);
		const run = await runGatelock(['run', 'another-user-after-a-crash-of-the-first', '--gateway', gateway], { cwd });
		expect(clauseTable(run.stdout)).toMatch(/✗ rebinds-immediately +broken/);
		expect(run.exitCode).toBe(1);
	},
);

import { chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { canMapTwoUsers, probeSecondUser } from '../harness/arena/second-user.ts';
import { runGatelock, temporaryFolder } from './testing/gatelock.ts';

const namespaces = { kind: 'namespaces', arenaRoot: tmpdir() } as const;

test('what is missing for a second user is told', async () => {
	const groups = { kind: 'process-groups', reason: 'a test', arenaRoot: tmpdir() } as const;
	expect(await probeSecondUser(groups, null, [])).toContain('no namespaces: a test');
	expect(await probeSecondUser(namespaces, 'no setpriv', [])).toBe('no setpriv');
});

test('a place that only its owner may read leaves no second user', async ({ skip }) => {
	const able = await canMapTwoUsers();
	skip(!able, 'two users cannot be mapped here');
	const closed = temporaryFolder();
	chmodSync(closed, 0o700);
	expect(await probeSecondUser(namespaces, null, [closed])).toBe(`a second user may not read ${closed}`);
	expect(await probeSecondUser(namespaces, null, ['/usr', `${closed}/not-there`])).toBe(null);
});

test('without namespaces the scenarios with two users are skipped with the reason, and counted', async () => {
	const env = { GATELOCK_NAMESPACES: 'off' };
	const run = await runGatelock(['run', 'another-user-after-a-crash-of-the-first'], { env });
	expect(run.stdout).toContain('1 skipped');
	expect(`${run.stdout}${run.stderr}`).toContain('second-uid: no namespace can be given a second user');
	expect(run.exitCode).toBe(3);
});

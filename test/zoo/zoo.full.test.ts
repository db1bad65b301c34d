import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { probeNamespaces } from '../../harness/arena/namespaces.ts';

const main = fileURLToPath(new URL('main.ts', import.meta.url));
const missing = await probeNamespaces([tmpdir()]);

/** Six faults of as many clauses and two correct gateways; `npm run zoo` shows all of them. */
const sample = [
	'bind-all-interfaces',
	'bind-failure-without-cause',
	'lock-file-left-after-sigterm',
	'loser-exits-with-zero',
	'message-with-capital',
	'pid-guard-decides',
	'chatty-about-listening',
	'error-in-colours',
];

/** Enough to find these six, and few enough for every test run. */
const scenarios = [
	'second-instance-while-the-holder-runs',
	'sigterm-when-idle',
	'bind-fails-with-eacces',
	'stale-pid-guard',
];

const resultSchema = z.object({
	rows: z.array(
		z.object({ name: z.string(), expected: z.string().nullable(), found: z.array(z.string()), verdict: z.string() }),
	),
});

test.skipIf(missing !== null)(
	'a sample of the zoo: each broken gateway is found by its clause, no correct one is accused',
	async () => {
		const folder = mkdtempSync(path.join(tmpdir(), 'gatelock-zoo-'));
		const options = scenarios.flatMap((id) => ['--scenario', id]);
		try {
			const run = await execa(process.execPath, [main, ...sample, ...options], {
				cwd: folder,
				reject: false,
				stdin: 'ignore',
			});
			const result = resultSchema.parse(JSON.parse(readFileSync(path.join(folder, '.gatelock', 'zoo.json'), 'utf8')));
			const shown = result.rows.map(
				({ name, expected, found, verdict }) => `${verdict} ${name}: ${expected} ← ${found}`,
			);
			expect(shown.join('\n')).toMatchInlineSnapshot(`
				"FOUND bind-all-interfaces: exclusive-listener ← exclusive-listener
				FOUND bind-failure-without-cause: exact-error-bind-failed ← exact-error-bind-failed
				FOUND lock-file-left-after-sigterm: no-stale-lock ← no-stale-lock
				FOUND loser-exits-with-zero: fails-fast ← fails-fast
				FOUND message-with-capital: exact-error-in-use ← exact-error-in-use
				FOUND pid-guard-decides: pid-guard-independent ← pid-guard-independent
				CLEAN chatty-about-listening: null ← 
				CLEAN error-in-colours: null ← "
			`);
			expect(run.exitCode).toBe(0);
			expect(run.stdout).toContain(
				'Detection score: 6 of 6 found by their clause, 0 waiting for explorers\nFalse alarms: 0 of ',
			);
		} finally {
			rmSync(folder, { recursive: true });
		}
	},
);

import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { describe, expect, onTestFinished, test } from 'vitest';
import { program, temporaryFolder } from './testing/gatelock.ts';
import { Mark } from './testing/marked.ts';

/** What the command line promises for an interrupt, and what this test wants for a killed harness. */
const endsWithinMs = 2_000;

/** How many gateways a run has started when it is hit: the first of the measuring ones, and some of the cases. */
const killMoments = [1, 6, 16];

/** While the machine is still looked at, and scenarios are read: no arena has a guard yet. */
const earlyMs = [400, 1_000];

describe.each([
	['in namespaces', {}],
	['in process groups', { GATELOCK_NAMESPACES: 'off' }],
])('%s', (_title, isolation) => {
	test('SIGINT in the middle of a run ends it with exit code 130 and leaves nothing', async () => {
		const run = await startRun(isolation, 10);
		const before = performance.now();
		run.child.kill('SIGINT');
		const { exitCode } = await run.child;
		expect(exitCode).toBe(130);
		expect(performance.now() - before).toBeLessThan(endsWithinMs);
		expect(await run.mark.remains(endsWithinMs)).toEqual([]);
		expect(run.arenas()).toEqual([]);
	});

	test.each(earlyMs)('SIGKILL of the harness %d ms after its start leaves nothing', async (afterMs) => {
		const run = await startRun(isolation, 0);
		await sleep(afterMs);
		run.child.kill('SIGKILL');
		await run.child;
		expect(await run.mark.remains(endsWithinMs)).toEqual([]);
		expect(run.arenas()).toEqual([]);
	});

	test.each(killMoments)('SIGKILL of the harness at its gateway number %d leaves nothing', async (gateways) => {
		const run = await startRun(isolation, gateways);
		run.child.kill('SIGKILL');
		await run.child;
		expect(await run.mark.remains(endsWithinMs)).toEqual([]);
		expect(run.arenas()).toEqual([]);
	});
});

/** A run of many cases that has just started so many gateways. Arenas that are on the disk have a folder to themselves. */
async function startRun(isolation: Readonly<Record<string, string>>, gateways: number) {
	const mark = new Mark();
	const tmp = temporaryFolder();
	const child = execa(process.execPath, [program, 'run', '--tag', 'quick'], {
		cwd: temporaryFolder(),
		env: { ...isolation, ...mark.env, TMPDIR: tmp },
		reject: false,
		stdin: 'ignore',
		cleanup: false,
	});
	onTestFinished(() => {
		child.kill('SIGKILL');
	});
	const seen = new Set<number>();
	while (seen.size < gateways) {
		if (child.nodeChildProcess.exitCode !== null) throw new Error(`The run ended early: ${(await child).stderr}`);
		for (const pid of mark.gateways()) seen.add(pid);
		await sleep(10);
	}
	return { child, mark, arenas: () => readdirSync(tmp) };
}

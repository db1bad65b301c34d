import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { isolationModes, killHarness, startRun } from './testing/interrupted-run.ts';
import { machineUnitMs } from './testing/machine-unit.ts';

/** An interrupted run ends within 2 s where `node -e 0` takes 40 ms; this allows twice that. */
const unitsToEnd = 100;

/** While the machine is still probed, and scenarios are read: no arena has a guard yet. In times of `node -e 0`. */
const earlyUnits = [10, 25];

describe.each(isolationModes)('%s', (_title, isolation) => {
	test('SIGINT in the middle of a run ends it with exit code 130 and leaves nothing', async () => {
		const run = await startRun(isolation, 10);
		const unitBeforeMs = await machineUnitMs();
		const before = performance.now();
		run.child.kill('SIGINT');
		const { exitCode } = await run.child;
		const tookMs = performance.now() - before;
		expect(exitCode).toBe(130);
		expect(tookMs).toBeLessThan(unitsToEnd * Math.max(unitBeforeMs, await machineUnitMs()));
		await run.expectNothingLeft();
	});

	test.each(earlyUnits)('SIGKILL of the harness after the time of %d starts of Node leaves nothing', async (units) => {
		const unitMs = await machineUnitMs();
		const run = await startRun(isolation, 0);
		await sleep(units * unitMs);
		run.child.kill('SIGKILL');
		await run.child;
		await run.expectNothingLeft();
	});

	test('SIGKILL of the harness in the middle of a run leaves nothing', async () => {
		await killHarness(isolation, 6);
	});
});

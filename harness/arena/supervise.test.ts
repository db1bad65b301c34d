import { expect, test, vi } from 'vitest';
import { processExit } from '../faults/in-process.ts';
import { sigkill, sigterm } from '../faults/signals.ts';
import { arenaForTests, endCase } from '../testing/arena-for-tests.ts';
import { type RestartRule, supervise } from './supervise.ts';

vi.setConfig({ testTimeout: 120_000 });

const cases: readonly (readonly [RestartRule, string, typeof sigkill, number])[] = [
	['always', 'exit code 0', sigterm, 2],
	['on-failure', 'exit code 0', sigterm, 1],
	['on-failure', 'exit code 78', processExit(78), 2],
	['never-on-78', 'exit code 78', processExit(78), 1],
	['never-on-78', 'SIGKILL', sigkill, 2],
];

test.each(cases)('%s after %s', async (restart, _how, fault, starts) => {
	const arena = await arenaForTests();
	const supervisor = await supervise(arena, { restart, prepareFor: processExit(78) });
	await supervisor.current.inject(fault);
	await supervisor.rest();
	await supervisor.stop();
	expect(supervisor.starts.map(({ gone }) => gone)).toEqual(starts === 2 ? [true, false] : [true]);
	expect(await endCase(arena)).toEqual({ verdict: 'pass' });
});

test('it gives up after so many starts', async () => {
	const arena = await arenaForTests();
	await arena.start();
	const loser = await supervise(arena, { restart: 'always', maxStarts: 3 });
	await loser.rest();
	expect(loser.starts).toHaveLength(3);
	await loser.stop();
});

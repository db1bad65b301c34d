import { expect, test, vi } from 'vitest';
import { arenaForTests, endCase, gatewayProgram } from '../testing/arena-for-tests.ts';
import { needsStrace } from '../testing/needs-strace.ts';
import { killInStart, startMoments } from './kill-in-start.ts';

vi.setConfig({ testTimeout: 120_000 });
await needsStrace();

/** Prints, makes a lock, and takes its time before it binds. */
const withLock = `
	import { writeFileSync } from 'node:fs';
	const lock = kit.statePath('gateway.lock');
	console.log('starting');
	writeFileSync(lock, '');
	await kit.sleep(200);
	await kit.runGateway();
`;

test.each(startMoments)('a kill %s hits a start that has the moment', async (at) => {
	const arena = await arenaForTests({
		capabilities: { strace: null },
		words: gatewayProgram(withLock),
		plannedBind: 1,
	});
	expect(await killInStart(arena, at)).toBe(true);
	const [killed] = arena.instances;
	expect(killed).toMatchObject({ gone: true, ready: false });
});

test('a start without the moment is followed to its end, and is no finding', async () => {
	const arena = await arenaForTests();
	expect(await killInStart(arena, 'lock-seen')).toBe(false);
	expect(arena.instances.map(({ gone, ready }) => ({ gone, ready }))).toEqual([{ gone: true, ready: true }]);
	await arena.start();
	expect(await killInStart(arena, 'listening')).toBe(false);
	expect(await endCase(arena, ['rebinds-immediately', 'exact-error-in-use'])).toEqual({ verdict: 'pass' });
});

import { expect, test, vi } from 'vitest';
import { arenaForTests, endCase, faultsOf } from '../testing/arena-for-tests.ts';
import { cpuStarvation, fdExhaustion, memoryLimit } from './resources.ts';
import { sigkill } from './signals.ts';

vi.setConfig({ testTimeout: 120_000 });

test('lacks are proved by what the kernel says of the process, and the next gateway is not told', async () => {
	const arena = await arenaForTests();
	for (const fault of [fdExhaustion, memoryLimit, cpuStarvation]) {
		const gateway = await arena.start();
		await gateway.inject(fault);
		if (!gateway.gone) await gateway.inject(sigkill);
		await fault.heal?.(gateway);
	}
	await arena.start();
	const proofs = faultsOf(arena)
		.filter((text) => !text.startsWith('SIGKILL'))
		.map((text) => text.replace(/(is|core) \d+/, '$1 <n>'));
	expect(proofs).toMatchInlineSnapshot(`
		[
		  "fd-exhaustion proved: /proc: Max open files of pid <launcher> is <n>",
		  "memory-limit proved: /proc: Max address space of pid <launcher> is <n>",
		  "cpu-starvation proved: /proc: pid <launcher> on core <n> with 8 busy loops",
		]
	`);
	expect(await endCase(arena, ['rebinds-immediately', 'no-stale-lock'])).toEqual({ verdict: 'pass' });
});

test('without a process nothing is proved', async () => {
	const arena = await arenaForTests();
	const gateway = await arena.start();
	await gateway.inject(sigkill);
	for (const fault of [fdExhaustion, memoryLimit, cpuStarvation]) await gateway.inject(fault);
	expect(faultsOf(arena).slice(1)).toEqual(
		['fd-exhaustion', 'memory-limit', 'cpu-starvation'].map(
			(name) => `${name} unproven: no such process was left to hit`,
		),
	);
});

import { expect, test, vi } from 'vitest';
import { CapabilityMissingError } from '../arena/errors.ts';
import { arenaForTests, endCase, faultsOf, gatewayProgram, verdictsByFault } from '../testing/arena-for-tests.ts';
import { abort, heapExhaustion, processExit, uncaughtException, unhandledRejection } from './in-process.ts';
import { sigkill } from './signals.ts';

/** Faults wait for their effect, and the machine may be busy. */
vi.setConfig({ testTimeout: 120_000 });

const all = [abort, uncaughtException, unhandledRejection, processExit(7), heapExhaustion];

test('each is proved by the preload’s answer and the wait status', async () => {
	const arena = await arenaForTests();
	for (const fault of all) {
		const gateway = await arena.start({ prepareFor: fault });
		await gateway.inject(fault);
	}
	expect(faultsOf(arena)).toMatchInlineSnapshot(`
		[
		  "abort proved: preload answered "firing abort"; pid <launcher>: SIGABRT",
		  "uncaught-exception proved: preload answered "firing uncaught-exception"; pid <launcher>: exit code 1",
		  "unhandled-rejection proved: preload answered "firing unhandled-rejection"; pid <launcher>: exit code 1",
		  "process-exit-7 proved: preload answered "firing exit 7"; pid <launcher>: exit code 7",
		  "heap-exhaustion proved: preload answered "firing heap-exhaustion"; pid <launcher>: SIGABRT",
		]
	`);
	expect(await endCase(arena, ['rebinds-immediately', 'no-stale-lock'])).toEqual({ verdict: 'pass' });
});

test('a gateway that prevents its own death survives, so nothing is proved', async () => {
	const words = gatewayProgram(`
		process.on('uncaughtException', () => {});
		process.on('unhandledRejection', () => {});
		process.abort = () => {};
		process.exit = () => {};
		Array.prototype.fill = () => { throw new Error('no heap is filled here'); };
		await kit.runGateway();
	`);
	const arena = await arenaForTests({ words });
	// All at once: each waits out its whole limit.
	await Promise.all(
		all.map(async (fault) => {
			const options = { port: await arena.anotherPort(), profile: fault.name, prepareFor: fault };
			await arena.fire(await arena.start(options), fault, null);
		}),
	);
	expect(faultsOf(arena).sort()).toEqual(
		all.map(({ name }) => `${name} unproven: pid <launcher> lives 30000 ms after it answered`).sort(),
	);
	expect((await verdictsByFault(arena)).sort()).toEqual(all.map(({ name }) => [name, 'invalid']).sort());
});

test('the gateway is gone already: nothing is proved', async () => {
	const arena = await arenaForTests();
	const gateway = await arena.start({ prepareFor: heapExhaustion });
	await gateway.inject(sigkill);
	for (const fault of all) await gateway.inject(fault);
	expect(faultsOf(arena).slice(1)).toEqual(all.map(({ name }) => `${name} unproven: there is no holder to hit`));
	expect(await verdictsByFault(arena)).toEqual(all.map(({ name }) => [name, 'invalid']));
});

test('the preload is there but answers nothing: unproven', async () => {
	const words = gatewayProgram(`
		import { Socket } from 'node:net';
		const { write } = Socket.prototype;
		Socket.prototype.write = function (data, ...rest) {
			return String(data).startsWith('firing') || write.call(this, data, ...rest);
		};
		await kit.runGateway();
	`);
	const arena = await arenaForTests({ words });
	const gateway = await arena.start({ prepareFor: uncaughtException });
	await arena.fire(gateway, uncaughtException, null);
	expect(faultsOf(arena)).toEqual(['uncaught-exception unproven: the preload in pid <launcher> did not answer']);
	expect((await endCase(arena)).verdict).toBe('invalid');
});

test('a gateway without the preload in it cannot be hit: the case is skipped', async () => {
	// As with a program in another language, nothing in it reads NODE_OPTIONS.
	const arena = await arenaForTests({
		words: ['env', '-u', 'NODE_OPTIONS', ...gatewayProgram('await kit.runGateway();')],
	});
	const gateway = await arena.start({ prepareFor: abort });
	const error: unknown = await arena.fire(gateway, abort, null).catch((thrown: unknown) => thrown);
	expect(error).toBeInstanceOf(CapabilityMissingError);
	expect(String(error).replace(String(gateway.pid), '<launcher>')).toMatchInlineSnapshot(
		`"CapabilityMissingError: preload: no preload answered in pid <launcher>: the gateway is no Node program"`,
	);
});

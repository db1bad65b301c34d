import { expect, test, vi } from 'vitest';
import { Capabilities, noCapabilities } from '../arena/capabilities.ts';
import { CapabilityMissingError } from '../arena/errors.ts';
import { arenaForTests, endCase, faultsOf, gatewayProgram, verdictsByFault } from '../testing/arena-for-tests.ts';
import { needsStrace } from '../testing/needs-strace.ts';
import { bindFailure, killAfterBind, killAtSyscall, killBeforeBind } from './traced-fault.ts';

/** Every call of a traced gateway stops twice, and the machine may be busy. */
vi.setConfig({ testTimeout: 120_000 });
await needsStrace();

const capabilities = { strace: null };
const atOwnBind = [bindFailure('EACCES'), killBeforeBind, killAfterBind];

test('each is proved by the tracer’s own record', async () => {
	const arena = await arenaForTests({ capabilities, words: gatewayProgram('await kit.runGateway();') });
	const faults = [
		...atOwnBind,
		killAtSyscall('listen', { nth: 1, on: 'entry' }),
		killAtSyscall('listen', { nth: 1, on: 'exit' }),
	];
	for (const traced of faults) await arena.start({ traced });
	expect(faultsOf(arena)).toMatchInlineSnapshot(`
		[
		  "bind-EACCES proved: strace: <launcher> bind = -1 EACCES (Permission denied) (INJECTED)",
		  "SIGKILL-before-bind proved: strace: <launcher> bind = ?",
		  "SIGKILL-after-bind proved: strace: <launcher> bind = 0",
		  "SIGKILL-at-listen-1-entry proved: strace: <launcher> listen = ?",
		  "SIGKILL-at-listen-1-exit proved: strace: <launcher> listen = 0",
		]
	`);
	expect(arena.instances.map(({ exit }) => exit?.signal ?? exit?.code)).toEqual([
		1,
		'SIGKILL',
		'SIGKILL',
		'SIGKILL',
		'SIGKILL',
	]);
	expect(await endCase(arena, ['exact-error-bind-failed', 'no-stale-lock'])).toEqual({ verdict: 'pass' });
});

test('a gateway that listens for a moment to look at its port, after its bind failed, is still proved', async () => {
	const words = gatewayProgram(`
import { createServer } from 'node:net';
await kit.runGateway({
	async refuse(gateway, error) {
		const look = createServer().listen(gateway.port, '::1');
		await kit.sleep(500);
		look.close();
		kit.refuse(gateway, error);
	},
});`);
	const arena = await arenaForTests({ capabilities, words });
	await arena.start({ traced: bindFailure('EADDRNOTAVAIL') });
	expect(faultsOf(arena)).toEqual([expect.stringContaining('bind-EADDRNOTAVAIL proved')]);
	expect(await endCase(arena, ['exact-error-bind-failed'])).toEqual({ verdict: 'pass' });
});

test('a call that never comes, or a wrong count: the gateway gets past, and nothing is proved', async () => {
	const words = gatewayProgram('await kit.runGateway();');
	const arena = await arenaForTests({ capabilities, words, plannedBind: 2 });
	const never = killAtSyscall('listen', { nth: 2, on: 'entry' });
	for (const traced of [...atOwnBind, never]) {
		const gateway = await arena.start({ traced, port: await arena.anotherPort(), profile: traced.name });
		expect(gateway.ready).toBe(true);
	}
	expect(await verdictsByFault(arena)).toEqual([
		['bind-EACCES', 'invalid'],
		['SIGKILL-before-bind', 'invalid'],
		['SIGKILL-after-bind', 'invalid'],
		['SIGKILL-at-listen-2-entry', 'invalid'],
	]);
});

test('a gateway that binds another port: its bind is hit, but it is not the one', async () => {
	const words = gatewayProgram('process.argv[4] = String(Number(process.argv[4]) + 1);\nawait kit.runGateway();');
	const arena = await arenaForTests({ capabilities, words, plannedBind: 1, limitMs: 500 });
	for (const traced of [bindFailure('EACCES'), killBeforeBind]) await arena.start({ traced });
	expect(faultsOf(arena)).toEqual(
		['bind-EACCES', 'SIGKILL-before-bind'].map(
			(name) => `${name} unproven: the trace shows no bind of 127.0.0.1:<port> that was hit`,
		),
	);
	expect((await endCase(arena)).verdict).not.toBe('pass');
});

test('a gateway that never binds', async () => {
	const words = gatewayProgram('setInterval(() => {}, 1_000);');
	const arena = await arenaForTests({ capabilities, words, plannedBind: 1, limitMs: 200 });
	await arena.start({ traced: killBeforeBind });
	expect(faultsOf(arena)).toEqual([
		'SIGKILL-before-bind unproven: the trace shows no bind of 127.0.0.1:<port> that was hit',
	]);
	expect((await endCase(arena)).verdict).not.toBe('pass');
});

test('a gateway whose bind the rehearsal does not find cannot be hit: the story fails, so the case is invalid', async () => {
	const words = gatewayProgram('process.exit(1);');
	const arena = await arenaForTests({ capabilities, words });
	const error: unknown = await arena.start({ traced: killBeforeBind }).catch((thrown: unknown) => thrown);
	expect(error).not.toBeInstanceOf(CapabilityMissingError);
	expect(String(error).replaceAll(/:\d+$/g, ':<port>')).toMatchInlineSnapshot(
		`"Error: a traced start shows no bind of 127.0.0.1:<port>"`,
	);
});

test('without strace the case is skipped, with the reason', async () => {
	const table = noCapabilities('strace is not installed');
	const needs = [...atOwnBind, killAtSyscall('fsync', { nth: 1, on: 'exit' })];
	expect(needs.map((fault) => fault.available(new Capabilities(table)))).toEqual(
		needs.map(() => ({ capability: 'strace', reason: 'strace is not installed' })),
	);
	const arena = await arenaForTests({ capabilities: table });
	await expect(arena.start({ traced: killBeforeBind })).rejects.toThrow(CapabilityMissingError);
});

test('a call number that is none is refused', () => {
	const refusals = [0, -1, 1.5, Number.NaN].map((nth) => {
		try {
			return killAtSyscall('fsync', { nth, on: 'exit' }).name;
		} catch (error) {
			return String(error);
		}
	});
	expect(refusals).toMatchInlineSnapshot(`
		[
		  "RangeError: nth 0 is no call. Allowed: whole numbers from 1.",
		  "RangeError: nth -1 is no call. Allowed: whole numbers from 1.",
		  "RangeError: nth 1.5 is no call. Allowed: whole numbers from 1.",
		  "RangeError: nth NaN is no call. Allowed: whole numbers from 1.",
		]
	`);
});

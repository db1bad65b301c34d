import { chmodSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, test, vi } from 'vitest';
import type { Arena } from '../arena/arena.ts';
import { probeCapabilities } from '../arena/probe-capabilities.ts';
import * as kit from '../index.ts';
import { arenaForTests, endCase, gatewayProgram, verdictsByFault } from '../testing/arena-for-tests.ts';
import type { Fault } from './fault.ts';
import type { TracedFault } from './traced-fault.ts';

/** Every call of a traced gateway stops twice, and the machine may be busy. */
vi.setConfig({ testTimeout: 120_000 });

const { strace } = await probeCapabilities({ kind: 'process-groups', reason: 'a test', arenaRoot: tmpdir() });
const firstFreePort = Number(readFileSync('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'utf8'));

type SignalName = Parameters<typeof kit.signal>[0];
const signalNames = Object.keys({
	SIGKILL: 1,
	SIGTERM: 1,
	SIGINT: 1,
	SIGQUIT: 1,
	SIGABRT: 1,
	SIGSEGV: 1,
	SIGHUP: 1,
	SIGPIPE: 1,
	SIGUSR1: 1,
	SIGSTOP: 1,
	SIGCONT: 1,
} satisfies Record<SignalName, 1>) as SignalName[];
const everySignal = (['launcher', 'holder', 'tree'] as const).flatMap((target) =>
	signalNames.map((name) => kit.signal(name, target)),
);

interface Prevention {
	/** What keeps the faults from taking effect. */
	readonly by: string;
	/** Names of the faults that were fired, in order. */
	readonly faults: readonly string[];
	fire(): Promise<Arena>;
	readonly needsStrace?: boolean;
	/** It is not even tried: the story ends there, so the case is invalid or skipped. */
	readonly isRefused?: boolean;
}

/**
 * Each fault that a scenario file can import, and one way at least in which it is kept from taking effect; the tests
 * beside each fault have more.
 */
const preventions: Readonly<Record<string, readonly Prevention[]>> = {
	abort: [goneAlready(kit.abort)],
	bindFailure: [wrongCall(kit.bindFailure('EACCES'))],
	cpuStarvation: [goneAlready(kit.cpuStarvation)],
	fdExhaustion: [goneAlready(kit.fdExhaustion)],
	foreignHome: [{ by: 'a closed folder above', faults: ['home-of-another-user-readable'], fire: fireBelowClosed }],
	heapExhaustion: [goneAlready(kit.heapExhaustion)],
	killAfterBind: [wrongCall(kit.killAfterBind)],
	killAtSyscall: [
		wrongCall(kit.killAtSyscall('listen', { nth: 2, on: 'entry' })),
		wrongCall(kit.killAtSyscall('listen', { nth: 2, on: 'exit' })),
	],
	killBeforeBind: [wrongCall(kit.killBeforeBind)],
	memoryLimit: [goneAlready(kit.memoryLimit)],
	privilegedPort: [{ by: 'a port that it may bind', faults: ['bind-EACCES-real'], fire: firePrivilegedPort }],
	processExit: [goneAlready(kit.processExit(3))],
	sigabrt: [goneAlready(kit.sigabrt)],
	sigcont: [goneAlready(kit.sigcont), { by: 'nothing to thaw', faults: ['SIGCONT'], fire: thawTheUnfrozen }],
	sighup: [goneAlready(kit.sighup)],
	sigint: [goneAlready(kit.sigint)],
	sigkill: [goneAlready(kit.sigkill)],
	signal: [goneAlready(...everySignal)],
	sigpipe: [goneAlready(kit.sigpipe)],
	sigquit: [goneAlready(kit.sigquit)],
	sigsegv: [goneAlready(kit.sigsegv)],
	sigstop: [goneAlready(kit.sigstop)],
	sigterm: [goneAlready(kit.sigterm)],
	sigusr1: [goneAlready(kit.sigusr1)],
	stateFolderForbidden: [noOwnHome(kit.stateFolderForbidden)],
	stateFolderFull: [noOwnHome(kit.stateFolderFull)],
	stateFolderReadOnly: [noOwnHome(kit.stateFolderReadOnly)],
	uncaughtException: [goneAlready(kit.uncaughtException)],
	unhandledRejection: [goneAlready(kit.unhandledRejection)],
};

test('every fault that the kit exports stands in this table: add a way to prevent it', async () => {
	const modules = readdirSync(import.meta.dirname).filter((name) => /^(?!moments\.)[\w-]+\.ts$/.test(name));
	const exported = await Promise.all(modules.map(async (name): Promise<object> => await import(`./${name}`)));
	const faults = new Set(exported.flatMap((module) => Object.values(module)));
	const named = Object.entries(kit).flatMap(([name, value]) => (faults.has(value) ? [name] : []));
	expect(named.sort()).toEqual(Object.keys(preventions).sort());
});

const rows = Object.entries(preventions).flatMap(([name, ways]) => ways.map((way) => [name, way.by, way] as const));
describe('a fault that is prevented makes the case invalid', () => {
	test.for(rows)('%s, prevented by %s', async ([, , { fire, faults, needsStrace, isRefused }], { skip }) => {
		skip(needsStrace === true && strace !== null, `strace: ${strace}`);
		if (isRefused) return await expect(fire()).rejects.toThrow();
		const arena = await fire();
		expect(await verdictsByFault(arena)).toEqual(faults.map((fault) => [fault, 'invalid']));
	});

	test('in a program without the preload, or not prepared for it, no fault inside the process is even tried', async () => {
		const words = ['env', '-u', 'NODE_OPTIONS', ...gatewayProgram('await kit.runGateway();')];
		const arena = await arenaForTests({ words });
		const other = await arena.start({ prepareFor: kit.abort });
		await expect(arena.fire(other, kit.abort, null)).rejects.toThrow('no preload answered');
		const unprepared = await arena.start({ port: await arena.anotherPort(), profile: 'unprepared' });
		await expect(arena.fire(unprepared, kit.abort, null)).rejects.toThrow('must be prepared');
		expect((await endCase(arena)).verdict).toBe('invalid');
	});
});

function goneAlready(...faults: readonly Fault[]): Prevention {
	return {
		by: 'an end before it',
		faults: faults.map(({ name }) => name),
		async fire() {
			const arena = await arenaForTests();
			const gateway = await arena.start({ prepareFor: kit.heapExhaustion });
			await gateway.inject(kit.sigkill);
			for (const fault of faults) await gateway.inject(fault);
			return arena;
		},
	};
}

function noOwnHome(fault: Fault): Prevention {
	return {
		by: 'a home that is no file system of its own',
		faults: [fault.name],
		isRefused: true,
		async fire() {
			const arena = await arenaForTests();
			const gateway = await arena.start();
			await gateway.inject(kit.sigkill);
			rmSync(arena.folders(gateway.profile).home, { recursive: true });
			await arena.fire(gateway, fault, null);
			return arena;
		},
	};
}

function wrongCall(traced: TracedFault): Prevention {
	return {
		by: 'a call that never comes',
		faults: [traced.name],
		needsStrace: true,
		async fire() {
			const words = gatewayProgram('await kit.runGateway();');
			const arena = await arenaForTests({ capabilities: { strace: null }, words, plannedBind: 2 });
			await arena.start({ traced });
			return arena;
		},
	};
}

async function firePrivilegedPort(): Promise<Arena> {
	const arena = await arenaForTests();
	// Without setpriv root keeps its rights; an ordinary user has them above the limit only.
	await kit.privilegedPort(arena, process.getuid?.() === 0 ? 97 : Math.max(firstFreePort, arena.port));
	return arena;
}

async function fireBelowClosed(): Promise<Arena> {
	const arena = await arenaForTests();
	const gateway = await arena.start();
	const fault = kit.foreignHome(arena, gateway.profile, 'readable');
	// Nobody else may enter the folder of this test: what is to be readable is not.
	chmodSync(arena.folder, 0o700);
	await arena.fire(gateway, fault, null);
	await fault.heal?.(gateway);
	return arena;
}

async function thawTheUnfrozen(): Promise<Arena> {
	const arena = await arenaForTests();
	await arena.fire(await arena.start(), kit.sigcont, null);
	return arena;
}

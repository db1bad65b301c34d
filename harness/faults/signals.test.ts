import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import { waitUntilQuiet } from '../arena/wait-until-quiet.ts';
import { isAlive, readStat } from '../observe/proc.ts';
import type { Member } from '../observe/process-tree.ts';
import { arenaForTests, endCase, faultsOf, gatewayProgram, verdictsByFault } from '../testing/arena-for-tests.ts';
import {
	sigabrt,
	sigcont,
	sighup,
	sigint,
	sigkill,
	signal,
	sigpipe,
	sigquit,
	sigsegv,
	sigstop,
	sigterm,
	sigusr1,
} from './signals.ts';

/** Faults wait for their effect, and the machine may be busy. */
vi.setConfig({ testTimeout: 120_000 });

const launcherAndChild = fileURLToPath(
	new URL('../../fixtures/correct-gateways/launcher-and-child.mjs', import.meta.url),
);

const crashes = [sigkill, sigquit, sigabrt, sigsegv];
const all = [...crashes, sigterm, sigint, sigstop, sigcont];

test('every crash is proved by the wait status', async () => {
	const arena = await arenaForTests();
	for (const fault of crashes) {
		const gateway = await arena.start();
		await gateway.inject(fault);
	}
	expect(faultsOf(arena)).toMatchInlineSnapshot(`
		[
		  "SIGKILL proved: wait status of pid <launcher>: SIGKILL; /proc: pid <launcher> gone",
		  "SIGQUIT proved: wait status of pid <launcher>: SIGQUIT; /proc: pid <launcher> gone",
		  "SIGABRT proved: wait status of pid <launcher>: SIGABRT; /proc: pid <launcher> gone",
		  "SIGSEGV proved: wait status of pid <launcher>: SIGSEGV; /proc: pid <launcher> gone",
		]
	`);
	expect(await endCase(arena, ['rebinds-immediately', 'no-stale-lock'])).toEqual({ verdict: 'pass' });
});

test('a request to stop is proved by its delivery', async () => {
	const arena = await arenaForTests();
	for (const fault of [sigterm, sigint]) {
		const gateway = await arena.start();
		await gateway.inject(fault);
		expect(gateway.exit).toEqual({ code: 0, signal: null });
	}
	expect(faultsOf(arena)).toMatchInlineSnapshot(`
		[
		  "SIGTERM proved: /proc: SIGTERM delivered to pid <launcher> (not pending any more)",
		  "SIGINT proved: /proc: SIGINT delivered to pid <launcher> (not pending any more)",
		]
	`);
	expect(await endCase(arena, ['frees-port-on-shutdown'])).toEqual({ verdict: 'pass' });
});

test('signals that may mean anything are proved by their delivery, whatever the gateway makes of them', async () => {
	const arena = await arenaForTests();
	for (const fault of [sighup, sigusr1, sigpipe]) {
		const gateway = await arena.start();
		await gateway.inject(fault);
		await waitUntilQuiet(gateway);
		expect([fault.name, gateway.gone]).toEqual([fault.name, fault === sighup]);
		if (!gateway.gone) await gateway.inject(sigkill);
	}
	expect(faultsOf(arena).filter((text) => !text.startsWith('SIGKILL'))).toMatchInlineSnapshot(`
		[
		  "SIGHUP proved: /proc: SIGHUP delivered to pid <launcher> (not pending any more)",
		  "SIGUSR1 proved: /proc: SIGUSR1 delivered to pid <launcher> (not pending any more)",
		  "SIGPIPE proved: /proc: SIGPIPE delivered to pid <launcher> (not pending any more)",
		]
	`);
	expect(await endCase(arena, ['rebinds-immediately', 'no-stale-lock'])).toEqual({ verdict: 'pass' });
});

test('a freeze and its end are proved by the process state', async () => {
	const arena = await arenaForTests();
	const gateway = await arena.start();
	await gateway.inject(sigstop);
	expect(gateway.frozen).toBe(true);
	await gateway.inject(sigcont);
	expect(gateway.frozen).toBe(false);
	expect(faultsOf(arena)).toMatchInlineSnapshot(`
		[
		  "SIGSTOP proved: /proc: pid <launcher> stopped (state T)",
		  "SIGCONT proved: /proc: pid <launcher> no longer stopped",
		]
	`);
	expect(await endCase(arena)).toEqual({ verdict: 'pass' });
});

test('a signal hits who it is for: launcher, holder, or both', async () => {
	const arena = await arenaForTests({ words: [process.execPath, launcherAndChild] });
	for (const target of ['launcher', 'holder', 'tree'] as const) {
		const gateway = await arena.start();
		await gateway.inject(signal('SIGKILL', target));
	}
	expect(faultsOf(arena)).toMatchInlineSnapshot(`
		[
		  "SIGKILL proved: wait status of pid <launcher>: SIGKILL; /proc: pid <launcher> gone",
		  "SIGKILL proved: /proc: pid <other> gone",
		  "SIGKILL proved: wait status of pid <launcher>: SIGKILL; /proc: pid <launcher>, <other> gone",
		]
	`);
	const hit = arena.recorder.events.flatMap((event) => (event.type === 'fault-fired' ? [event.pids.length] : []));
	expect(hit).toEqual([1, 1, 2]);
	expect(await endCase(arena)).toEqual({ verdict: 'pass' });
});

test('the process is gone already: nothing is proved', async () => {
	const arena = await arenaForTests();
	const gateway = await arena.start();
	await gateway.inject(sigkill);
	for (const fault of all) await gateway.inject(fault);
	expect(faultsOf(arena).slice(1)).toEqual(all.map(({ name }) => `${name} unproven: no such process was left to hit`));
	expect(await verdictsByFault(arena)).toEqual(all.map(({ name }) => [name, 'invalid']));
});

test('crash signals that the gateway ignores have no effect, so nothing is proved', async () => {
	const words = gatewayProgram(`
		for (const signal of ['SIGQUIT', 'SIGABRT', 'SIGSEGV', 'SIGHUP']) process.on(signal, () => {});
		await kit.runGateway();
	`);
	const arena = await arenaForTests({ words });
	const gateway = await arena.start();
	const ignored = [sigquit, sigabrt, sigsegv];
	await Promise.all(ignored.map((fault) => arena.fire(gateway, fault, null)));
	expect(faultsOf(arena)).toEqual(
		ignored.map(({ name }) => `${name} unproven: no effect on pid <launcher> within 5000 ms`),
	);
	expect(await verdictsByFault(arena)).toEqual(ignored.map(({ name }) => [name, 'invalid']));
});

test('a request to stop that stays pending, because the process is frozen, is not proved', async () => {
	const arena = await arenaForTests();
	const gateway = await arena.start();
	await gateway.inject(sigstop);
	await Promise.all([sigterm, sigint].map((fault) => arena.fire(gateway, fault, null)));
	expect(faultsOf(arena).slice(1)).toEqual([
		'SIGTERM unproven: no effect on pid <launcher> within 5000 ms',
		'SIGINT unproven: no effect on pid <launcher> within 5000 ms',
	]);
	expect(await verdictsByFault(arena)).toEqual([
		['SIGTERM', 'invalid'],
		['SIGINT', 'invalid'],
	]);
});

test('a pid that belongs to another process by now is spared', async () => {
	const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
	onTestFinished(() => void stranger.kill('SIGKILL'));
	const pid = stranger.pid ?? 0;
	const startTicks = readStat(pid)?.startTicks ?? 0;
	const arena = await arenaForTests();
	const gateway = await arena.start();
	const recycled = { pid, startTicks: startTicks - 1, name: 'node', alive: true, zombie: false, state: 'S' };
	(gateway.members as Map<number, Member>).set(pid, { ...recycled, starvedMs: 0, loadMs: 0 });
	await gateway.inject(sigkill);
	expect(faultsOf(arena)).toEqual([
		'SIGKILL proved: wait status of pid <launcher>: SIGKILL; /proc: pid <launcher> gone',
	]);
	expect(isAlive(pid, startTicks)).toBe(true);
});

import { expect, test, vi } from 'vitest';
import { arenaForTests, endCase, faultsOf, gatewayProgram, verdictsByFault } from '../testing/arena-for-tests.ts';
import {
	afterMs,
	intoShutdown,
	type Moment,
	onOutput,
	whenFileAppears,
	whenListening,
	whenReady,
	whenSpawned,
	withClients,
} from './moments.ts';
import { sigkill, sigterm } from './signals.ts';

vi.setConfig({ testTimeout: 120_000 });

test.each<[Moment, string]>([
	[whenSpawned(), 'right after exec'],
	[afterMs(1), '1 ms later'],
	[onOutput(/^gateway listening on/), 'output matches /^gateway listening on/'],
	[whenListening, 'listening'],
	[whenFileAppears('home/*/.gateway/*.lock'), 'home/*/.gateway/*.lock appears'],
])('$name comes', async (moment, name) => {
	const words = gatewayProgram(`
		import { writeFileSync } from 'node:fs';
		writeFileSync(kit.statePath('gateway.lock'), '');
		await kit.runGateway();
	`);
	const arena = await arenaForTests({ words });
	const gateway = await arena.launch();
	await gateway.inject(sigkill, { at: moment });
	expect(faultsOf(arena)).toEqual([
		'SIGKILL proved: wait status of pid <launcher>: SIGKILL; /proc: pid <launcher> gone',
	]);
	expect(arena.recorder.events.find(({ type }) => type === 'fault-planned')).toMatchObject({ moment: name });
});

test('a moment comes after what it waits for', async () => {
	const arena = await arenaForTests();
	const gateway = await arena.start();
	expect(await whenReady.reached(gateway)).toBe(true);
	await Promise.all([gateway.inject(sigkill, { at: withClients(3) }), gateway.connect(3)]);
	const story = arena.recorder.events.map(({ type }) => type);
	expect(story.filter((type) => type === 'client-opened' || type === 'fault-fired')).toEqual([
		'client-opened',
		'client-opened',
		'client-opened',
		'fault-fired',
	]);
	expect(await endCase(arena)).toEqual({ verdict: 'pass' });
});

test('into a shutdown: so long after the request, with its time in the record', async () => {
	const words = gatewayProgram('await kit.runGateway({ beforeClose: () => kit.sleep(60_000) });');
	const arena = await arenaForTests({ words });
	const gateway = await arena.start();
	await gateway.inject(sigterm, { settle: false });
	await gateway.inject(sigkill, { at: intoShutdown(300) });
	const [term, kill] = arena.recorder.events.filter(({ type }) => type === 'fault-fired');
	expect((kill?.t ?? 0) - (term?.t ?? 0)).toBeGreaterThanOrEqual(299);
	expect(await endCase(arena)).toEqual({ verdict: 'pass' });
});

test('a moment that never comes: nothing is fired, nothing is proved', async () => {
	const arena = await arenaForTests();
	const gateway = await arena.start();
	const never = [
		onOutput(/never printed/),
		whenFileAppears('home/**/*.lock'),
		withClients(1),
		intoShutdown(10),
	] as const;
	const waiting = never.slice(0, 3).map((at) => gateway.inject(sigkill, { at }));
	await gateway.inject(sigkill, { at: intoShutdown(10), settle: false });
	// With its end nothing can come any more; else a moment is waited for a minute.
	await gateway.inject(sigkill);
	await Promise.all(waiting);
	expect(faultsOf(arena).sort()).toMatchInlineSnapshot(`
		[
		  "SIGKILL proved: wait status of pid <launcher>: SIGKILL; /proc: pid <launcher> gone",
		  "SIGKILL unproven: the moment never came: 1 clients connected",
		  "SIGKILL unproven: the moment never came: 10 ms into the shutdown",
		  "SIGKILL unproven: the moment never came: home/**/*.lock appears",
		  "SIGKILL unproven: the moment never came: output matches /never printed/",
		]
	`);
	const fired = arena.recorder.events.filter(({ type }) => type === 'fault-fired');
	expect(fired).toHaveLength(1);
	expect(await verdictsByFault(arena)).toEqual(never.map(() => ['SIGKILL', 'invalid']));
});

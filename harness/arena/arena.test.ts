import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { sigkill } from '../faults/signals.ts';
import { arenaForTests, endCase, gatewayProgram } from '../testing/arena-for-tests.ts';
import { tempFolder } from '../testing/temp-folder.ts';
import { Caches } from './caches.ts';
import { markedPids } from './end-processes.ts';
import { reboot } from './reboot.ts';

vi.setConfig({ testTimeout: 120_000 });

test('closing leaves no process with the marker and no folder, whatever the gateway does', async () => {
	// Ignores all but SIGKILL, forks a burst of sleepers, closes its output, and leaves a folder that may not be listed.
	const words = gatewayProgram(`
		import { spawn } from 'node:child_process';
		import { closeSync, mkdirSync, chmodSync } from 'node:fs';
		for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT']) process.on(signal, () => {});
		for (let i = 0; i < 20; i++) spawn('sleep', ['600'], { detached: true, stdio: 'ignore' }).unref();
		mkdirSync(kit.statePath('closed'));
		chmodSync(kit.statePath('closed'), 0);
		for (const descriptor of [1, 2]) closeSync(descriptor);
		setInterval(() => {}, 1_000);
	`);
	const arena = await arenaForTests({ words });
	const gateway = await arena.launch();
	await arena.watcher.until(() => gateway.processes('tree').length === 21, arena.expiry(20_000, gateway));
	expect(markedPids(arena.marker)).toHaveLength(21);
	await arena.close();
	expect({ marked: markedPids(arena.marker), folder: existsSync(arena.folder) }).toEqual({ marked: [], folder: false });
	expect(existsSync(arena.context.isolation.arenaRoot)).toBe(false);
});

test('closing an arena keeps the gateways of an arena whose name begins with its name', async () => {
	const one = await arenaForTests({ id: 'same-name' });
	const other = await arenaForTests({ id: 'same-name-and-more' });
	const gateway = await other.start();
	await one.start();
	await one.close();
	expect(await gateway.exitStatus(500)).toBeNull();
	await other.close();
});

test('closing twice, or an arena in which nothing ran, is no error', async () => {
	const arena = await arenaForTests();
	await arena.close();
	await arena.close();
	expect(existsSync(arena.folder)).toBe(false);
});

test('teardown is no part of the story', async () => {
	const arena = await arenaForTests();
	await arena.start();
	await arena.close();
	expect(arena.recorder.events.map(({ type }) => type)).not.toContain('exited');
});

test('a gateway sees its own folders, and nothing of the runner', async () => {
	const words = gatewayProgram(`
		console.log(JSON.stringify({ cwd: process.cwd(), env: process.env }));
		await kit.runGateway();
	`);
	const arena = await arenaForTests({ words });
	const gateway = await arena.start({ surroundings: { INVOCATION_ID: 'x' } });
	const { cwd, env } = JSON.parse(gateway.lines[0] ?? '{}');
	const { home, tmp, run, cwd: ownCwd } = arena.folders('main');
	expect({ cwd, HOME: env.HOME, TMPDIR: env.TMPDIR, XDG_RUNTIME_DIR: env.XDG_RUNTIME_DIR, PATH: env.PATH }).toEqual({
		cwd: ownCwd,
		HOME: home,
		TMPDIR: tmp,
		XDG_RUNTIME_DIR: run,
		PATH: process.env.PATH,
	});
	const own = ['GATELOCK_CASE', 'GATELOCK_INSTANCE', 'INVOCATION_ID'];
	expect(
		Object.keys(env)
			.filter((name) => /VITEST|NODE_|GATELOCK|INVOCATION/.test(name))
			.sort(),
	).toEqual(own);
});

test('what a dead gateway leaves is found, once nobody lives; what was there before is not', async () => {
	const words = gatewayProgram(`
		import { writeFileSync } from 'node:fs';
		writeFileSync(kit.statePath('owner'), String(process.pid));
		await kit.runGateway();
	`);
	const arena = await arenaForTests({ words });
	arena.plantPidGuards(1);
	const gateway = await arena.start();
	await gateway.inject(sigkill);
	const audits = arena.recorder.events.flatMap((event) => (event.type === 'audit' ? [event] : []));
	expect(audits.map(({ alive, entries }) => ({ alive, entries }))).toEqual([
		{
			alive: [],
			entries: [
				{
					path: 'home/main/.gateway/owner',
					kind: 'file',
					sizeBytes: String(gateway.pid).length,
					content: String(gateway.pid),
					deadPidsNamed: [gateway.pid],
					livePidsNamed: [],
					isNew: true,
				},
				expect.objectContaining({ path: 'home/main/.gateway', kind: 'directory' }),
			],
		},
	]);
	expect((await endCase(arena, ['no-stale-lock'])).verdict).toBe('fail');
});

test('profiles share nothing; a warmed home is copied into each unless it is to be cold', async () => {
	const warm = tempFolder();
	mkdirSync(path.join(warm, 'home'));
	mkdirSync(path.join(warm, 'tmp'));
	writeFileSync(path.join(warm, 'home', 'cache'), 'warm');
	const arena = await arenaForTests();
	arena.context.warmHome = { home: path.join(warm, 'home'), tmp: path.join(warm, 'tmp') };
	for (const profile of ['main', 'other']) arena.prepareProfile(profile);
	const caches = ['main', 'other'].map((profile) => path.join(arena.folders(profile).home, 'cache'));
	writeFileSync(caches[0] ?? '', 'changed');
	arena.prepareProfile('main');
	expect(caches.map((file) => readFileSync(file, 'utf8'))).toEqual(['changed', 'warm']);
});

test('a reboot leaves the warmed files as a fresh arena gets them, and nothing else', async () => {
	const warm = tempFolder();
	for (const folder of ['home', 'tmp']) {
		mkdirSync(path.join(warm, folder));
		writeFileSync(path.join(warm, folder, 'cache.lock'), 'warm');
	}
	const arena = await arenaForTests();
	arena.context.warmHome = { home: path.join(warm, 'home'), tmp: path.join(warm, 'tmp') };
	arena.takeBaseline();
	const { home, tmp } = arena.folders('main');
	for (const [wiped, folder] of [
		['tmp', tmp],
		['state', home],
	] as const) {
		writeFileSync(path.join(folder, 'cache.lock'), 'changed');
		writeFileSync(path.join(folder, 'gateway.lock'), 'left');
		reboot(arena, wiped);
		expect(readdirSync(folder)).toEqual(['cache.lock']);
		expect(readFileSync(path.join(folder, 'cache.lock'), 'utf8')).toBe('warm');
		expect(arena.audit().entries).toEqual([]);
	}
});

test('a start without the caches of earlier ones is told as cold, until one has served', async () => {
	const arena = await arenaForTests();
	const measured = arena.context.limits.map((limit) => ({ ...limit, coldLimitMs: limit.limitMs * 2 }));
	const caches = new Caches({ limits: measured, also: null });
	const main = { profile: 'main', surroundings: {} };
	const elsewhere = { profile: 'main', surroundings: { TMPDIR: '/elsewhere' } };
	caches.made('main', true);
	expect([caches.isCold(main), caches.isCold(elsewhere)]).toEqual([false, true]);
	caches.emptied(true);
	expect(caches.isCold(main)).toBe(false);
	caches.emptied(false);
	expect(caches.isCold(main)).toBe(true);
	caches.served(main);
	caches.served(elsewhere);
	expect([caches.isCold(main), caches.isCold(elsewhere)]).toEqual([false, false]);
});

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import type { Arena } from '../arena/arena.ts';
import { StoryEndedError } from '../arena/errors.ts';
import { sigkill, signal, sigterm } from '../faults/signals.ts';
import { isAlive, readStat } from '../observe/proc.ts';
import { arenaForTests, endCase, gatewayProgram } from '../testing/arena-for-tests.ts';
import type { EventOf, TimelineEvent } from '../timeline/events.ts';

vi.setConfig({ testTimeout: 120_000 });

test('a life of the reference gateway, as the timeline tells it', async () => {
	const arena = await arenaForTests();
	const gateway = await arena.start();
	await gateway.connect(2);
	await gateway.inject(sigterm);
	expect({ exit: gateway.exit, gone: gateway.gone, clients: gateway.clients }).toEqual({
		exit: { code: 0, signal: null },
		gone: true,
		clients: 0,
	});
	expect(await endCase(arena, ['binds-at-startup', 'exclusive-listener', 'frees-port-on-shutdown'])).toEqual({
		verdict: 'pass',
	});
	const chapters = ['spawned', 'listening', 'ready', 'client-opened', 'fault-fired', 'exited', 'audit', 'case-ended'];
	expect(arena.recorder.events.map(({ type }) => type).filter((type) => chapters.includes(type))).toEqual(
		chapters.flatMap((chapter) => (chapter === 'client-opened' ? [chapter, chapter] : [chapter])),
	);
	expect(eventsOf(arena, 'client-closed').map(({ byHarness }) => byHarness)).toEqual([false, false]);
	expect(eventsOf(arena, 'process-gone')).toHaveLength(1);
});

test('who listens is found by the owner of the socket, not by the spawned pid', async () => {
	const program = fileURLToPath(new URL('../../fixtures/correct-gateways/launcher-and-child.mjs', import.meta.url));
	const arena = await arenaForTests({ words: [process.execPath, program] });
	const gateway = await arena.start();
	const [listening] = eventsOf(arena, 'listening');
	expect(gateway.holderPid).toBe(listening?.pid);
	expect(gateway.holderPid).not.toBe(gateway.pid);
	expect(gateway.processes('launcher').map(({ pid }) => pid)).toEqual([gateway.pid]);
	expect(gateway.processes('holder').map(({ pid }) => pid)).toEqual([gateway.holderPid]);
	expect(gateway.processes('tree')).toHaveLength(2);
});

test('a stranger on the port is not taken for the gateway', async () => {
	const arena = await arenaForTests();
	await arena.occupy('http', '127.0.0.1');
	const gateway = await arena.start();
	expect({ exit: gateway.exit, listening: gateway.listening, ready: gateway.ready }).toEqual({
		exit: { code: 1, signal: null },
		listening: false,
		ready: false,
	});
	await expect(gateway.connect()).rejects.toThrow();
	expect(await endCase(arena, ['foreign-occupant', 'fails-fast'])).toEqual({ verdict: 'pass' });
});

const tokenProgram = fileURLToPath(new URL('../../fixtures/correct-gateways/asks-for-token.mjs', import.meta.url));

test('a gateway that wants a token is shown one, by raw clients too', async () => {
	const arena = await arenaForTests({ words: [process.execPath, tokenProgram] });
	const gateway = await arena.start();
	await gateway.connect(2);
	await gateway.connectRaw(1, 'mid-message');
	expect({ ready: gateway.ready, clients: gateway.clients }).toEqual({ ready: true, clients: 2 });
	await gateway.inject(sigkill);
	expect(await endCase(arena, ['binds-at-startup'])).toEqual({ verdict: 'pass' });
});

test('to one that wants another token nothing can be shown', async () => {
	const words = [process.execPath, tokenProgram, 'gateway', '--port', '{port}', '--token', 'another'];
	const arena = await arenaForTests({ words });
	const gateway = await arena.start();
	await expect(gateway.connect(1)).rejects.toThrow('no client could connect: HandshakeError: HTTP 401');
	expect(await endCase(arena, [])).toMatchObject({ verdict: 'invalid', reason: expect.stringContaining('HTTP 401') });
});

test('clients that cannot be: the story ends, with the reason', async () => {
	const arena = await arenaForTests({ words: gatewayProgram('process.exit(3);') });
	const gateway = await arena.start();
	const error: unknown = await gateway.connect().catch((thrown: unknown) => thrown);
	expect(error).toBeInstanceOf(StoryEndedError);
	expect(String(error)).toMatchInlineSnapshot(`"StoryEndedError: g1: no client could connect: the instance has ended"`);
});

test('a gateway that lets fewer clients in than asked for: as many as it takes, and a note', async () => {
	const program = fileURLToPath(
		new URL('../../fixtures/correct-gateways/thirty-two-clients-at-most.mjs', import.meta.url),
	);
	const arena = await arenaForTests({ words: [process.execPath, program, 'gateway', '--port', '{port}'] });
	const gateway = await arena.start();
	await gateway.connect(50);
	// The exclusivity probe and the readiness handshake are over, so every place is ours.
	expect(gateway.clients).toBe(32);
	expect(eventsOf(arena, 'note').map(({ text }) => text)).toEqual([
		'g1: the gateway lets 32 of 50 clients in (HandshakeError: HTTP 503).',
	]);
});

test('a double fork in a session of its own belongs to the instance, and dies with it', async () => {
	const words = gatewayProgram(`
		import { spawn } from 'node:child_process';
		const inner = "process.title = 'innocent'; setInterval(() => {}, 1000)";
		const outer = \`require('node:child_process').spawn(process.execPath, ['-e', \${JSON.stringify(inner)}], { detached: true, stdio: 'ignore' }).unref()\`;
		spawn(process.execPath, ['-e', outer], { detached: true, stdio: 'ignore' }).unref();
		await kit.runGateway();
	`);
	const arena = await arenaForTests({ words });
	const gateway = await arena.start();
	const renamed = () => gateway.processes('tree').find(({ pid }) => readStat(pid)?.name === 'innocent');
	expect(await arena.watcher.until(() => renamed() !== undefined, arena.expiry(60_000, gateway))).toBe(true);
	const fork = renamed();
	// The gateway itself ends; its descendant is an orphan by now.
	await gateway.inject(signal('SIGKILL', 'launcher'), { settle: false });
	await gateway.exitStatus(60_000);
	expect({ exit: gateway.exit, gone: gateway.gone }).toEqual({ exit: { code: null, signal: 'SIGKILL' }, gone: false });
	await arena.close();
	expect(fork && isAlive(fork.pid, fork.startTicks)).toBe(false);
});

test('a zombie has ended: its instance is gone when nobody reaps it', async () => {
	// A shell that becomes the gateway leaves it a child that has ended, which Node does not reap.
	const words = [
		'sh',
		'-c',
		'sleep 0 & exec "$@"',
		'sh',
		...gatewayProgram('await kit.runGateway();'),
		'gateway',
		'--port',
		'{port}',
	];
	const arena = await arenaForTests({ words });
	const gateway = await arena.start();
	await arena.watcher.until(() => [...gateway.members.values()].some(({ zombie }) => zombie), arena.expiry(60_000));
	expect([...gateway.members.values()].map(({ pid, alive, zombie }) => [pid === gateway.pid, alive, zombie])).toEqual([
		[true, true, false],
		[false, false, true],
	]);
	expect(gateway.processes('tree').map(({ pid }) => pid)).toEqual([gateway.pid]);
	await gateway.inject(sigkill);
	expect(gateway.gone).toBe(true);
});

test('of a flood of output head and tail are kept, in order, and the drop is told', async () => {
	const words = gatewayProgram(`
		for (let i = 0; i < 5_000; i++) console.log('line ' + i);
		console.error('last words');
		process.exitCode = 3;
	`);
	const arena = await arenaForTests({ words });
	const gateway = await arena.start();
	await gateway.outputEnded();
	await endCase(arena);
	const lines = eventsOf(arena, 'output');
	const out = lines.filter(({ stream }) => stream === 'stdout').map(({ line }) => line);
	expect({ head: out.slice(0, 2), tail: out.slice(-2) }).toEqual({
		head: ['line 0', 'line 1'],
		tail: ['line 4998', 'line 4999'],
	});
	expect(out.length).toBe(2_300);
	expect(lines.some(({ stream, line }) => stream === 'stderr' && line === 'last words')).toBe(true);
	expect(eventsOf(arena, 'note').map(({ text }) => text)).toEqual(['g1: 2700 lines of output were dropped (bound).']);
	expect(gateway.lines.length).toBe(200);
});

test('hostile output reaches the record as printed, and no line is unbounded', async () => {
	const words = gatewayProgram(`
		process.stdout.write(Buffer.from([0xff, 0x00, 0x1b, 0x5b, 0x32, 0x4a, 0x0a]));
		process.stdout.write('x'.repeat(5_000_000));
		process.stdout.write('\\nend', () => process.exit(3));
	`);
	const arena = await arenaForTests({ words });
	await arena.start();
	await endCase(arena);
	expect(eventsOf(arena, 'output').map(({ line, truncated }) => [line.slice(0, 8), line.length, truncated])).toEqual([
		['\uFFFD\u0000\u001b[2J', 6, false],
		['xxxxxxxx', 65_536, true],
		['end', 3, false],
	]);
});

test('a claim to be ready is checked against the listener table', async () => {
	const words = gatewayProgram(`
		import { existsSync } from 'node:fs';
		await kit.runGateway({
			beforeBind: async ({ url }) => {
				console.log('gateway listening on ' + url);
				while (!existsSync('go')) await kit.sleep(5);
			},
		});
	`);
	const arena = await arenaForTests({ words });
	const gateway = await arena.launch();
	const claims = () => eventsOf(arena, 'ready-claimed').map(({ bound }) => bound);
	await arena.watcher.until(() => claims().length > 0, arena.expiry(60_000, gateway));
	writeFileSync(path.join(arena.folders('main').cwd, 'go'), '');
	await arena.finishStart(gateway);
	await arena.watcher.until(() => claims().length > 1, arena.expiry(60_000, gateway));
	expect(claims()).toEqual([false, true]);
	expect((await endCase(arena)).verdict).toBe('fail');
});

test('a second instance is refused, and the holder stays as it was', async () => {
	const arena = await arenaForTests();
	const holder = await arena.start();
	await holder.connect(3);
	const loser = await arena.start();
	expect({ exit: loser.exit, holder: holder.listening, clients: holder.clients }).toEqual({
		exit: { code: 1, signal: null },
		holder: true,
		clients: 3,
	});
	expect(await endCase(arena, ['single-instance', 'exact-error-in-use', 'fails-fast', 'holder-undisturbed'])).toEqual({
		verdict: 'pass',
	});
});

function eventsOf<T extends TimelineEvent['type']>(arena: Arena, type: T): EventOf<T>[] {
	return arena.recorder.events.filter((event): event is EventOf<T> => event.type === type);
}

test('a gateway that listens before it can answer leaves the first handshake without an answer, and serves all the same', async () => {
	const source = `
		import { createServer } from 'node:http';
		import { createRequire } from 'node:module';
		const { WebSocketServer } = createRequire(${JSON.stringify(import.meta.url)})('ws');
		const server = createServer(() => {});
		server.listen(Number(process.argv.at(-1)), '127.0.0.1');
		setTimeout(() => new WebSocketServer({ server }), 400);
	`;
	const arena = await arenaForTests({ words: [...gatewayProgram(source), '{port}'] });
	const instance = await arena.start();
	expect(instance.ready).toBe(true);
	const { events } = arena.recorder;
	expect(events.filter(({ type }) => type === 'handshake-failed')).toEqual([]);
	expect(events.flatMap((event) => (event.type === 'note' ? [event.text] : []))).toContainEqual(
		expect.stringContaining('never answered the first WebSocket handshake'),
	);
	expect((await endCase(arena)).verdict).toBe('pass');
});

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { onTestFinished, test, vi } from 'vitest';
import type { Arena } from '../arena/arena.ts';
import { sigkill } from '../faults/signals.ts';
import { arenaForTests, gatewayProgram } from '../testing/arena-for-tests.ts';
import { expect } from './index.ts';

vi.setConfig({ testTimeout: 120_000 });

test('of an instance that serves, and of one that was refused', async () => {
	const arena = await arenaForTests();
	const holder = await arena.start();
	await holder.connect(2);
	const loser = await arena.start();
	const host = `127.0.0.1:${arena.port}`;

	expect(holder).toBeListeningOn(arena.port);
	expect(holder).toBeListeningOn(host);
	expect(holder).toHaveClients(2);
	expect(holder).not.toBeGone();
	expect(loser).not.toBeListeningOn(arena.port);
	expect(loser).toHaveExitedWith(1);
	expect(loser).toBeGone();
	expect(loser).toHavePrinted('already listening on ws://');
	expect(loser).toHavePrinted(/another gateway instance/);

	expect(
		[
			() => expect(holder).toBeListeningOn(1),
			() => expect(holder).not.toBeListeningOn(host),
			() => expect(loser).toBeListeningOn(host),
			() => expect(holder).toHaveExitedWith(0),
			() => expect(loser).toHaveExitedWith('SIGKILL'),
			() => expect(loser).not.toHaveExitedWith(1),
			() => expect(holder).toBeGone(),
			() => expect(loser).not.toBeGone(),
			() => expect(loser).toHavePrinted('sorry'),
			() => expect(loser).not.toHavePrinted(/listening/),
			() => expect(holder).toHaveClients(1),
			() => expect(holder).not.toHaveClients(2),
			() => expect(arena).toHaveLeftNothing(),
			() => expect(arena.start).toBeGone(),
			() => expect(Promise.resolve(holder)).toBeGone(),
			() => expect(holder).toHaveLeftNothing(),
		].map((expectation) => masked(arena, messageOf(expectation))),
	).toMatchInlineSnapshot(`
		[
		  "expected g1 to listen on 1, but it listens on 127.0.0.1:<port>",
		  "expected g1 not to listen on 127.0.0.1:<port>, but it does",
		  "expected g2 to listen on 127.0.0.1:<port>, but it listens on nothing: it ended with exit code 1",
		  "expected g1 to end with exit code 0, but it still runs",
		  "expected g2 to end with SIGKILL, but it ended with exit code 1; its last line: Gateway failed to start: another gateway instance is already listening on ws://127.0.0.1:<port>",
		  "expected g2 not to end with exit code 1, but it did",
		  "expected g1 to be gone, but it still runs, and pid <pid> still lives",
		  "expected a process of g2 to live, but none does",
		  "expected g2 to print "sorry", but its last line is: Gateway failed to start: another gateway instance is already listening on ws://127.0.0.1:<port>",
		  "expected g2 not to print /listening/, but it did",
		  "expected g1 to have 1 client, but it has 2",
		  "expected g1 not to have 2 clients, but it has",
		  "expected nothing to be left in the arena, but g1 still lives: what is left can be told when every instance is gone",
		  "toBeGone is about an instance, which arena.start() or arena.launch() returns; it was given a function",
		  "toBeGone is about an instance, which arena.start() or arena.launch() returns; it was given a promise: write await before arena.start()",
		  "toHaveLeftNothing is about the arena of a story: expect(arena).toHaveLeftNothing(); it was given an object of Instance",
		]
	`);
});

test('of an arena, when every instance is gone', async () => {
	const arena = await arenaForTests();
	const gateway = await arena.start();
	writeFileSync(path.join(arena.folder, 'tmp', 'gateway.lock'), 'mine');
	await gateway.inject(sigkill);
	expect(gateway).toHaveExitedWith('SIGKILL');
	expect(arena).toHaveLeftNothing({ except: ['tmp/*.lock', 'home/**'] });
	expect(messageOf(() => expect(arena).toHaveLeftNothing({ except: ['home/**'] }))).toMatchInlineSnapshot(
		`"expected nothing to be left in the arena, but there is tmp/gateway.lock"`,
	);
	expect(messageOf(() => expect(arena).not.toHaveLeftNothing({ except: ['**'] }))).toMatchInlineSnapshot(
		`"expected something to be left in the arena, but nothing is"`,
	);
});

test('of a gateway that says nothing and listens nowhere', async () => {
	const arena = await arenaForTests({ words: gatewayProgram('setInterval(() => {}, 1000);'), limitMs: 500 });
	const gateway = await arena.launch();
	onTestFinished(async () => await gateway.inject(sigkill, { settle: false }));
	expect(messageOf(() => expect(gateway).toBeListeningOn(1))).toMatchInlineSnapshot(
		`"expected g1 to listen on 1, but it listens on nothing: it still runs"`,
	);
	expect(messageOf(() => expect(gateway).toHavePrinted('hello'))).toMatchInlineSnapshot(
		`"expected g1 to print "hello", but it printed nothing"`,
	);
});

function messageOf(expectation: () => void): string {
	try {
		expectation();
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
	throw new Error('the expectation was met');
}

function masked(arena: Arena, message: string): string {
	return message.replaceAll(String(arena.port), '<port>').replaceAll(/pid [\d, ]+\d/g, 'pid <pid>');
}

import { expect, test } from 'vitest';
import * as harness from '../index.ts';
import { stepText } from './messages.ts';
import { crashKinds, killSignals, nudgeSignals, type Step, stopSignals } from './steps.ts';
import { storyScenario } from './story-scenario.ts';

const everything: readonly Step[] = [
	{ do: 'start', instance: 1, place: 'main', pids: 'shared' },
	{ do: 'connect', instance: 1, clients: 3, isDeaf: true },
	{ do: 'freeze', instance: 1 },
	{ do: 'start', instance: 2, place: 'other-home', pids: 'shared' },
	{ do: 'thaw', instance: 1 },
	{ do: 'crash', instance: 1, how: 'uncaught-exception' },
	{ do: 'occupy', kind: 'http', address: '127.0.0.1' },
	{ do: 'vacate' },
	{ do: 'start-together', instance: 3, count: 4 },
	{ do: 'nudge', instance: 3, signal: 'SIGUSR1' },
	{ do: 'clear', instance: 3, target: 'holder' },
	{ do: 'start', instance: 4, place: 'main', pids: 'own' },
	{ do: 'kill', instance: 4, signal: 'SIGKILL' },
	{ do: 'start', instance: 5, place: 'main', pids: 'taken' },
	{ do: 'start', instance: 6, place: 'neighbour', pids: 'shared' },
	{ do: 'begin-stop', instance: 6, signal: 'SIGINT' },
	{ do: 'end-stop', instance: 6, killAfterMs: 20 },
	{ do: 'start', instance: 7, place: 'neighbour', pids: 'shared' },
	{ do: 'begin-stop', instance: 7, signal: 'SIGTERM' },
	{ do: 'end-stop', instance: 7, killAfterMs: null },
	{ do: 'occupy', kind: 'tcp', address: '0.0.0.0' },
	{ do: 'kill-in-start', instance: 8, at: 'bound' },
	{ do: 'kill-in-start', instance: 9, at: 'first-output' },
	{ do: 'start', instance: 10, place: 'moved', pids: 'shared' },
];

test('a story as a scenario file', () => {
	expect(storyScenario(everything, 'single-instance', 'Storm 7, story 12')).toMatchInlineSnapshot(`
		"import { abort, killInStart, scenario, sigcont, sigint, sigkill, signal, sigstop, sigterm, sigusr1, uncaughtException, waitUntilQuiet, winnerOf } from 'gatelock';

		scenario(
			'Storm 7, story 12',
			{ asserts: ['single-instance'], needs: ['namespaces', 'strace'] },
			async ({ arena }) => {
				const gateway1 = await arena.start({ prepareFor: abort });
				await gateway1.connect(3, { deaf: true });
				await gateway1.inject(sigstop);
				await arena.start({ profile: 'other' });
				await gateway1.inject(sigcont);
				await gateway1.inject(uncaughtException);
				const occupant1 = await arena.occupy('http', '127.0.0.1');
				await occupant1.stop();
				const gateway3 = winnerOf(await arena.startMany(4));
				await gateway3.inject(sigusr1);
				await waitUntilQuiet(gateway3);
				if (!gateway3.gone) await gateway3.inject(signal('SIGKILL', 'holder'));
				const gateway4 = await arena.start({ world: { ownPids: true } });
				await gateway4.inject(sigkill);
				await arena.start({ world: { ownPids: true, neighbours: [['sleep', '1000']] } });
				const secondPort = await arena.anotherPort();
				const gateway6 = await arena.start({ profile: 'neighbour', port: secondPort });
				await gateway6.inject(sigint, { settle: false });
				const isKilled6 = !(await arena.watcher.until(() => gateway6.processes('tree').length === 0, arena.expiry(20)));
				if (isKilled6) await gateway6.inject(sigkill);
				else await arena.waitGone(gateway6);
				const gateway7 = await arena.start({ profile: 'neighbour', port: secondPort });
				await gateway7.inject(sigterm, { settle: false });
				await arena.waitGone(gateway7);
				await arena.occupy('tcp', '0.0.0.0');
				await killInStart(arena, 'bound');
				await killInStart(arena, 'first-output');
				const movedPort = await arena.anotherPort();
				await arena.start({ port: movedPort });
			},
		);
		"
	`);
});

test('a story in words', () => {
	expect(everything.map(stepText)).toMatchInlineSnapshot(`
		[
		  "gateway 1 starts",
		  "3 deaf clients connect to gateway 1",
		  "gateway 1 is frozen",
		  "gateway 2 starts with another home on the same port",
		  "gateway 1 is thawed",
		  "gateway 1 throws an exception that nobody catches",
		  "another program (http) takes the port on 127.0.0.1",
		  "the other program goes away",
		  "4 start at once; the one that serves is gateway 3",
		  "SIGUSR1 to gateway 3, until it has come to rest",
		  "the holder of gateway 3 is killed, should it still be there",
		  "gateway 4 starts, in a pid namespace of its own, where its pid comes again",
		  "SIGKILL to all of gateway 4",
		  "gateway 5 starts, in a pid namespace of its own, where another program has the pid of the dead one",
		  "gateway 6 starts with a home and a port of its own",
		  "SIGINT to gateway 6, and nobody waits",
		  "SIGKILL to gateway 6, should it still be there 20 ms later",
		  "gateway 7 starts with a home and a port of its own",
		  "SIGTERM to gateway 7, and nobody waits",
		  "gateway 7 has time to end",
		  "another program (tcp) takes the port on 0.0.0.0",
		  "gateway 8 starts, and is killed between bind and listen, or else when its start is over",
		  "gateway 9 starts, and is killed at its first output, or else when its start is over",
		  "gateway 10 starts with the first home on another port",
		]
	`);
});

test('what a scenario file imports is there', () => {
	const hits: Step[] = [
		...killSignals.map((signal) => ({ do: 'kill', instance: 1, signal }) as const),
		...stopSignals.map((signal) => ({ do: 'stop', instance: 1, signal }) as const),
		...nudgeSignals.map((signal) => ({ do: 'nudge', instance: 1, signal }) as const),
		...crashKinds.map((how) => ({ do: 'crash', instance: 1, how }) as const),
	];
	for (const steps of [everything, ...hits.map((hit) => [hit])]) {
		const [, names = ''] = /^import \{ (.*) \} from 'gatelock';/.exec(storyScenario(steps, 'fails-fast', 't')) ?? [];
		expect(names.split(', ').filter((name) => !(name in harness))).toEqual([]);
	}
});

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { probeCapabilities } from '../arena/probe-capabilities.ts';
import { oneAtATime } from '../cli/cases-at-once.ts';
import { hostUnderVitest } from '../cli/vitest-host.ts';
import { kitFolder, ownExtension } from '../own-extension.ts';
import { inOrder } from '../report/case-order.ts';
import { gatewayProgram } from '../testing/arena-for-tests.ts';
import { contextForTests, type TestContextOptions } from '../testing/context-for-tests.ts';
import { tempFolder } from '../testing/temp-folder.ts';
import { parseTimeline } from '../timeline/timeline-file.ts';
import type { Concurrency } from './admission.ts';
import { hostNatively } from './native-host.ts';

vi.setConfig({ testTimeout: 120_000 });

const harness = JSON.stringify(path.join(kitFolder, 'harness', `index${ownExtension}`));

const hosts = { 'under Vitest': hostUnderVitest, 'without Vitest': hostNatively } as const;
type HostName = keyof typeof hosts;
const hostNames = Object.keys(hosts) as HostName[];

test.each(hostNames)('what comes of each story, and what is kept of it: %s', async (host) => {
	const stories = `
		scenario('Passes', { asserts: ['no-stale-lock'] }, async ({ arena }) => {
			const gateway = await arena.start();
			await gateway.inject(sigkill);
		});
		scenario('Exercises too little', { asserts: ['fails-fast'] }, async ({ arena }) => {
			await arena.start();
		});
		scenario('Has an error of its own', { asserts: [] }, async () => {
			throw new TypeError('a mistake in the story');
		});
		scenario('Lacks a capability', { asserts: [], needs: ['strace'] }, async () => {});
		scenario('Finds that it lacks one', { asserts: [] }, async ({ arena }) => {
			await arena.start({ traced: killBeforeBind });
		});
	`;
	const { hosted, folder, planned } = await run(stories, { host });
	expect(inOrder(hosted.results).map(({ title, verdict, reason }) => [title, verdict, reason])).toMatchInlineSnapshot(`
		[
		  [
		    "Exercises too little",
		    "invalid",
		    "The clause fails-fast was asserted but never exercised: it takes an instance that is refused the port, watched until it exits or its limit is over.",
		  ],
		  [
		    "Finds that it lacks one",
		    "skipped",
		    "strace: a test of the harness",
		  ],
		  [
		    "Has an error of its own",
		    "invalid",
		    "the story itself failed: a mistake in the story",
		  ],
		  [
		    "Lacks a capability",
		    "skipped",
		    "strace: a test of the harness",
		  ],
		  [
		    "Passes",
		    "pass",
		    undefined,
		  ],
		]
	`);
	expect([planned(), hosted.errors]).toEqual([5, []]);
	const passed = path.join(folder, 'run', 'cases', 'passes');
	expect(JSON.parse(readFileSync(path.join(passed, 'case.json'), 'utf8'))).toMatchObject({
		id: 'passes',
		verdict: 'pass',
	});
	const { timeline, truncated } = parseTimeline(readFileSync(path.join(passed, 'timeline.jsonl'), 'utf8'));
	expect([truncated, timeline.at(0)?.type, timeline.at(-1)?.type]).toEqual([false, 'case-started', 'case-ended']);
	expect(existsSync(path.join(folder, 'run', 'cases', 'finds-that-it-lacks-one'))).toBe(false);
	expect(existsSync(path.join(folder, 'arenas', 'passes'))).toBe(false);
});

test('a planned bind that was missed is planned again from what the trace shows', async ({ skip }) => {
	const { strace } = await probeCapabilities({ kind: 'process-groups', reason: 'a test', arenaRoot: tmpdir() });
	skip(strace !== null, `strace: ${strace}`);
	// The rehearsal's arena is another one; there this gateway binds once more than here.
	const program = `
		import { createSocket } from 'node:dgram';
		import { once } from 'node:events';
		if (process.env.HOME.includes('-plan')) {
			const socket = createSocket('udp4');
			socket.bind(0, '127.0.0.1');
			await once(socket, 'listening');
			socket.close();
		}
		await kit.runGateway();
	`;
	const story = `
		scenario('Its bind fails', { asserts: ['exact-error-bind-failed'] }, async ({ arena }) => {
			await arena.start({ traced: bindFailure('EACCES') });
		});
	`;
	const { hosted } = await run(story, { capabilities: { strace: null }, words: gatewayProgram(program) });
	expect(hosted.results.map(({ verdict, reason }) => [verdict, reason])).toEqual([['pass', undefined]]);
});

test('a worker that dies takes its cases with it, and that is told', async () => {
	const { hosted } = await run(`
		scenario('Kills the harness', { asserts: [] }, async () => process.kill(process.pid, 'SIGKILL'));
	`);
	expect(hosted.results.filter(({ verdict }) => verdict === 'pass')).toEqual([]);
	expect(hosted.errors.length + hosted.results.length).toBeGreaterThan(0);
});

test.each(hostNames)('repeats are cases of their own: %s', async (host) => {
	const { hosted } = await run(`scenario('Ran', { asserts: [] }, async () => {});`, { repeat: 3, host });
	expect(inOrder(hosted.results).map(({ id, scenario, verdict }) => [id, scenario, verdict])).toEqual([
		['ran.1', 'ran', 'pass'],
		['ran.2', 'ran', 'pass'],
		['ran.3', 'ran', 'pass'],
	]);
});

test.each(hostNames)('cases run at the same time though one between them is left out: %s', async (host) => {
	const stories = `
		const second = Promise.withResolvers();
		scenario('First', { asserts: [] }, async () => await second.promise);
		scenario('Left out', { asserts: [] }, async () => {});
		scenario('Second', { asserts: [] }, async () => second.resolve());
	`;
	const concurrency = { least: 2, most: 2 };
	const { hosted } = await run(stories, { host, concurrency, wanted: ['first', 'second'] });
	expect(inOrder(hosted.results).map(({ id, verdict }) => [id, verdict])).toEqual([
		['first', 'pass'],
		['second', 'pass'],
	]);
});

test.each(hostNames)('a retry is there only because the first try failed: %s', async (host) => {
	const stories = `
		let tries = 0;
		scenario('Fails once', { asserts: ['no-stale-lock'] }, async ({ arena }) => {
			const gateway = await arena.start();
			await gateway.inject(sigkill);
			assert.notEqual(++tries, 1);
		});
		scenario('Passes', { asserts: ['no-stale-lock'] }, async ({ arena }) => {
			const gateway = await arena.start();
			await gateway.inject(sigkill);
		});
	`;
	const { hosted } = await run(stories, { retries: 2, host });
	expect(inOrder(hosted.results).map(({ id, verdict }) => [id, verdict])).toEqual([
		['fails-once', 'fail'],
		['fails-once.retry-1', 'pass'],
		['passes', 'pass'],
	]);
});

test.each(hostNames)('with --keep the files of a case stay: %s', async (host) => {
	const { folder } = await run(
		`scenario('Kept', { asserts: [] }, async ({ arena }) => { await arena.start({ profile: 'p' }); });`,
		{ keep: true, host },
	);
	expect(readdirSync(path.join(folder, 'run', 'cases', 'kept', 'arena', 'home'))).toEqual(['p']);
});

interface Options extends Omit<TestContextOptions, 'folder'> {
	readonly host?: HostName;
	readonly concurrency?: Concurrency;
	readonly wanted?: readonly string[];
	readonly repeat?: number;
	readonly retries?: number;
	readonly keep?: boolean;
}

async function run(
	stories: string,
	{ words, capabilities, host = 'under Vitest', concurrency = oneAtATime, wanted, ...options }: Options = {},
) {
	const folder = tempFolder();
	const file = path.join(folder, 'own.scenario.ts');
	writeFileSync(
		file,
		`import assert from 'node:assert';\nimport { bindFailure, killBeforeBind, scenario, sigkill } from ${harness};\n${stories}`,
	);
	let planned = 0;
	const hosted = await hosts[host]({
		files: [file],
		context: {
			...contextForTests({ folder, words, capabilities }),
			...options,
			wanted: wanted === undefined ? null : [...wanted],
		},
		concurrency,
		listener: {
			planned: (count) => {
				planned += count;
			},
			started: () => {},
			finished: () => {},
		},
	});
	return { hosted, folder, planned: () => planned };
}

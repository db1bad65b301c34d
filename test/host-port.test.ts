import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { execa } from 'execa';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { repository, runGatelock, temporaryFolder } from './testing/gatelock.ts';

const program = path.join(repository, 'test', 'testing', 'own-gateway.ts');
const url = 'ws://127.0.0.1:18789';
const clientCount = 3;
/** A crash, a refusal, a stop; and the case on the very port, which only namespaces allow. */
const scenarios = [
	'the-default-port',
	'sigkill-when-ready',
	'second-instance-while-the-holder-runs',
	'sigterm-when-idle',
];

describe.each<readonly [string, Readonly<Record<string, string>>, string]>([
	['in namespaces', { GATELOCK_NAMESPACES: '' }, '4 pass'],
	['in process groups', { GATELOCK_NAMESPACES: 'off' }, '3 pass'],
])('%s', (_title, isolation, counts) => {
	test('the user’s own gateway on the default port is neither in the way nor disturbed', async ({ skip }) => {
		const own = startOwnGateway();
		skip((await own.firstLine()) === 'taken', `${url} is taken on this machine`);
		const clients = await Promise.all(Array.from({ length: clientCount }, connect));

		const run = await runGatelock(['run', ...scenarios], { env: isolation });
		const doctor = /no namespaces: (.*)\)/.exec(run.stdout)?.[1] ?? '';
		skip(doctor !== '' && isolation.GATELOCK_NAMESPACES !== 'off', `no namespaces: ${doctor}`);
		expect(run).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/Verdict: pass\s*$/) });
		expect(run.stdout).toContain(counts);

		for (const client of clients) await answers(client);
		expect(own.lines).toEqual(['listening', ...clients.map(() => 'connection')]);
		expect(own.child.nodeChildProcess).toMatchObject({ exitCode: null, signalCode: null });
	});
});

function startOwnGateway() {
	const env = { HOME: temporaryFolder() };
	const child = execa(process.execPath, [program], {
		env,
		stdin: 'ignore',
		stderr: 'inherit',
		reject: false,
		buffer: false,
	});
	onTestFinished(() => void child.kill('SIGKILL'));
	const lines: string[] = [];
	const reader = createInterface({ input: child.nodeChildProcess.stdout ?? process.stdin });
	reader.on('line', (line) => lines.push(line));
	return { child, lines, firstLine: async () => lines[0] ?? (await once(reader, 'line'))[0] };
}

async function connect(): Promise<WebSocket> {
	const client = new WebSocket(url);
	onTestFinished(() => client.terminate());
	await once(client, 'open');
	return client;
}

/** Fails when the connection was closed, or when nobody is at its other end. */
async function answers(client: WebSocket): Promise<void> {
	expect(client.readyState).toBe(WebSocket.OPEN);
	client.ping();
	await once(client, 'pong');
}

import { once } from 'node:events';
import net from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { runGatelock } from './testing/gatelock.ts';

/** The gateway's own default port: the user of this machine may have a gateway on it. */
const defaultPort = 18789;

test('a server on the host’s default port is neither in the way nor disturbed', async ({ skip }) => {
	const connections: net.Socket[] = [];
	const server = net.createServer((socket) => connections.push(socket.on('error', () => {})));
	onTestFinished(() => {
		for (const socket of connections) socket.destroy();
		server.close();
	});
	server.listen(defaultPort, '127.0.0.1');
	try {
		await once(server, 'listening');
	} catch (error) {
		skip(`port ${defaultPort} is taken on this machine: ${error}`);
	}
	const client = net.connect(defaultPort, '127.0.0.1');
	await once(client, 'connect');

	const run = await runGatelock(['run', 'the-default-port']);
	const skipped = /default-port: (.*)/.exec(run.stdout)?.[1];
	if (skipped !== undefined) skip(skipped);
	expect(run).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/Verdict: pass\s*$/) });

	client.write('still there?');
	const [connection] = connections;
	expect(String(await once(connection ?? client, 'data'))).toBe('still there?');
	expect({ connections: connections.length, open: client.readyState }).toEqual({ connections: 1, open: 'open' });
});

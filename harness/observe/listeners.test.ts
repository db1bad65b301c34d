import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { hasConnections, type Listener, ListenerTable, parseTcpTable, socketCount } from './listeners.ts';

const head = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';

function row(local: string, state: string, inode: number): string {
	return `   0: ${local} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1 0000000000000000 100 0 0 10 0\n`;
}

test.each([
	['0100007F:4965', '127.0.0.1', 18_789],
	['00000000:0050', '0.0.0.0', 80],
	['0201A8C0:FFFF', '192.168.1.2', 65_535],
	['00000000000000000000000000000000:4965', '::', 18_789],
	['00000000000000000000000001000000:4965', '::1', 18_789],
	['0000000000000000FFFF00000100007F:4965', '::ffff:127.0.0.1', 18_789],
	['000080FE00000000FF005450B6EDFEFF:1F90', 'fe80:0:0:0:5054:ff:fffe:edb6', 8080],
])('%s is %s port %d', (local, address, port) => {
	expect(parseTcpTable(head + row(local, '0A', 77))).toEqual([{ address, port, inode: 77 }]);
});

test('connections and closing sockets are no listeners, and the order is kept', () => {
	const table = [
		head,
		row('0100007F:0001', '01', 1),
		row('0100007F:0002', '0A', 2),
		row('0100007F:0003', '06', 0),
		row('00000000:0002', '0A', 4),
		'torn 0100007F:0005\n',
	].join('');
	expect(parseTcpTable(table)).toEqual([
		{ address: '127.0.0.1', port: 2, inode: 2 },
		{ address: '0.0.0.0', port: 2, inode: 4 },
	]);
	expect(parseTcpTable('')).toEqual([]);
});

test('every IPv4 address and port is read as the kernel means it', () => {
	const byte = fc.integer({ min: 0, max: 255 });
	fc.assert(
		fc.property(fc.tuple(byte, byte, byte, byte), fc.integer({ min: 0, max: 65_535 }), (bytes, port) => {
			const hex = Buffer.from([...bytes].reverse())
				.toString('hex')
				.toUpperCase();
			const local = `${hex}:${port.toString(16).toUpperCase().padStart(4, '0')}`;
			expect(parseTcpTable(head + row(local, '0A', 9))).toEqual([{ address: bytes.join('.'), port, inode: 9 }]);
		}),
	);
});

test('what comes after the listeners ends the reading; half-open connections may stand between them', () => {
	const listener = row('0100007F:0001', '0A', 1);
	expect(hasConnections(head + listener)).toBe(false);
	expect(hasConnections(head + row('0100007F:0001', '03', 0) + listener)).toBe(false);
	expect(hasConnections(head + listener + row('0100007F:0001', '06', 0))).toBe(true);
	expect(
		hasConnections(head + listener + row(`${'0'.repeat(32)}:0001`, '01', 5).replace(/ 0{8}:/, ` ${'0'.repeat(32)}:`)),
	).toBe(true);
	// Cut off before the state.
	expect(hasConnections(head + listener + row('0100007F:0001', '06', 0).slice(0, 30))).toBe(false);
});

async function serverWith(clients: number) {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const bound = server.address();
	const port = typeof bound === 'object' ? (bound?.port ?? 0) : 0;
	const sockets = Array.from({ length: clients }, () => connect({ port, host: '127.0.0.1' }));
	await Promise.all(sockets.map(async (socket) => await once(socket, 'connect')));
	return { server, port, sockets };
}

test('the number of sockets is read from what the kernel says, where it says it', () => {
	const text = 'sockets: used 9\nTCP: inuse 12 orphan 0 tw 4 alloc 15 mem 2\nUDP: inuse 3 mem 0\n';
	expect([socketCount(text), socketCount('TCP6: inuse 7\nUDP6: inuse 1\n'), socketCount('')]).toEqual([
		'12',
		'7',
		null,
	]);
});

test.each(['127.0.0.1', '::'])(
	'a glance at the number of sockets sees who comes to listen on %s, and who ceases to',
	async (host) => {
		const table = new ListenerTable();
		onTestFinished(() => table.close());
		table.read();
		// Many, since others of this machine may come and go meanwhile.
		const servers = Array.from({ length: 40 }, () => createServer().listen(0, host));
		await Promise.all(servers.map(async (server) => await once(server, 'listening')));
		expect(table.hasOtherCount()).toBe(true);
		table.read();
		for (const server of servers) server.close();
		await Promise.all(servers.map(async (server) => await once(server, 'close')));
		expect(table.hasOtherCount()).toBe(true);
	},
);

test('the same listeners as in the whole table, among hundreds of connections', async () => {
	const busy = await serverWith(150);
	const others = await Promise.all(Array.from({ length: 20 }, async () => await serverWith(0)));
	const ports = [busy, ...others].map(({ port }) => port).toSorted((a, b) => a - b);
	const oursOf = (listeners: readonly Listener[]) =>
		listeners
			.map(({ port }) => port)
			.filter((port) => ports.includes(port))
			.toSorted((a, b) => a - b);
	const table = new ListenerTable();
	expect(oursOf(parseTcpTable(readFileSync('/proc/net/tcp', 'utf8')))).toEqual(ports);
	expect(oursOf(table.read())).toEqual(ports);
	for (const socket of busy.sockets) socket.destroy();
	for (const { server } of [busy, ...others]) server.close();
	await Promise.all([busy, ...others].map(async ({ server }) => await once(server, 'close')));
	expect(oursOf(table.read())).toEqual([]);
	table.close();
});

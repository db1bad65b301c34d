import { once } from 'node:events';
import net from 'node:net';
import { networkInterfaces } from 'node:os';
import { expect, onTestFinished, test } from 'vitest';
import { claimPort, type ReservedPort, reservePort } from './ports.ts';

const hasIpv6 = Object.values(networkInterfaces()).some((addresses) =>
	addresses?.some(({ address }) => address === '::1'),
);
const hosts = ['127.0.0.1', '0.0.0.0', '127.0.0.2', ...(hasIpv6 ? ['::1', '::'] : [])];

test('ports reserved at once differ, keep their distance, and lie outside the ephemeral ranges', async () => {
	const reserved = await Promise.all(Array.from({ length: 10 }, () => released(reservePort())));
	const ports = reserved.map(({ port }) => port);
	expect(new Set(ports).size).toBe(10);
	expect(ports.every((port) => port >= 20_000 && port < 30_000 && port % 20 === 0)).toBe(true);
});

test('a reserved port is nobody else’s until it is released', async () => {
	const first = await reservePort();
	const refusal: unknown = await claimPort(first.port, 0).catch((error) => error);
	expect(String(refusal).replace(String(first.port), '<port>')).toMatchInlineSnapshot(
		`"PortsExhaustedError: Port <port> could not be reserved: something listens there or another case uses it. Stop it, or run with namespaces (see \`gatelock doctor\`)."`,
	);
	const waiting = released(claimPort(first.port, 120_000));
	first.release();
	expect((await waiting).port).toBe(first.port);
});

test.each(hosts)('a port that somebody holds on %s is not chosen', async (host) => {
	const { port, release } = await reservePort();
	release();
	const occupant = net.createServer().listen(port, host);
	await once(occupant, 'listening');
	onTestFinished(() => void occupant.close());
	await expect(claimPort(port, 0)).rejects.toMatchObject({ name: 'PortsExhaustedError', firstPort: port });
	occupant.close();
	await once(occupant, 'close');
	expect((await released(claimPort(port, 0))).port).toBe(port);
});

async function released(reservation: Promise<ReservedPort>): Promise<ReservedPort> {
	const reserved = await reservation;
	onTestFinished(() => reserved.release());
	return reserved;
}

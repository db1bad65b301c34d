import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, test, vi } from 'vitest';
import { probeCapabilities } from '../arena/probe-capabilities.ts';
import { arenaForTests, endCase, faultsOf } from '../testing/arena-for-tests.ts';
import { privilegedPort } from './privileged-port.ts';

vi.setConfig({ testTimeout: 120_000 });

const capabilities = await probeCapabilities({ kind: 'process-groups', reason: 'a test', arenaRoot: tmpdir() });
const limit = Number(readFileSync('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'utf8'));
const port = 97;

test('a real bind failure is proved by the rights of the process', async ({ skip }) => {
	const reason = capabilities['privileged-ports'];
	skip(reason !== null, `privileged-ports: ${reason}`);
	const arena = await arenaForTests({ capabilities });
	await privilegedPort(arena, port);
	expect(faultsOf(arena)).toEqual([
		`bind-EACCES-real proved: /proc: pid <launcher> without CAP_NET_BIND_SERVICE, port <port> below ${limit}`,
	]);
	expect(await endCase(arena, ['exact-error-bind-failed', 'fails-fast'])).toEqual({ verdict: 'pass' });
});

test('a process that may bind the port proves nothing', async () => {
	const arena = await arenaForTests();
	// Without setpriv root keeps its rights; an ordinary user has them above the limit only.
	const allowed = process.getuid?.() === 0 ? port : Math.max(limit, arena.port);
	const gateway = await privilegedPort(arena, allowed);
	expect(gateway.ready).toBe(true);
	expect(faultsOf(arena)).toEqual(['bind-EACCES-real unproven: the kernel lets this process bind port <port>']);
	expect((await endCase(arena)).verdict).toBe('invalid');
});

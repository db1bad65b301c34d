import { tmpdir } from 'node:os';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { chooseMountPoint, namespaceWords, probeNamespaces } from './namespaces.ts';

test('the small table of sockets leaves room for the connections that all cases of a run leave behind', async ({
	skip,
}) => {
	const missing = await probeNamespaces([tmpdir()]);
	skip(missing !== null, `namespaces: ${missing}`);
	const words = namespaceWords(chooseMountPoint([tmpdir()]) ?? '/mnt', { pdeathsig: false, twoUsers: false });
	const [file = '', ...args] = [...words, 'cat', '/proc/sys/net/ipv4/tcp_max_tw_buckets'];
	// The kernel gives half the size of the table, 512, of its own accord.
	expect((await execa(file, args, { stdin: 'ignore', timeout: 120_000 })).stdout).toBe('65536');
});

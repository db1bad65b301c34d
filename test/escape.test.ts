import { existsSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parseTimeline } from '../harness/timeline/timeline-file.ts';
import { repository, runGatelock, temporaryFolder } from './testing/gatelock.ts';
import { namespacesMissing } from './testing/namespaces-missing.ts';

const places = [
	'/proc/sys/kernel/core_pattern',
	'/proc/sys/kernel/pid_max',
	'/proc/sysrq-trigger',
	'/sys/power/state',
	'/dev/fuse',
	'/dev/kmsg',
	'/dev/loop0',
];
const fileInDev = `/dev/gatelock-test-${process.pid}`;

/** Opens what only root may write, and writes nothing: on a machine without the wall that would be an accident. */
const program = `
	import { closeSync, openSync, readlinkSync, statfsSync } from 'node:fs';
	import { connect } from 'node:net';
	import { networkInterfaces } from 'node:os';
	import { runGateway } from ${JSON.stringify(path.join(repository, 'fixtures', 'gateway-kit.mjs'))};
	const attempt = (what, act) => {
		try {
			closeSync(act());
			console.log('reached ' + what);
		} catch {
			console.log('held ' + what);
		}
	};
	for (const place of ${JSON.stringify(places)}) attempt(place, () => openSync(place, 'r+'));
	attempt('a new file in /dev', () => openSync(${JSON.stringify(fileInDev)}, 'w'));
	console.log('ipc ' + readlinkSync('/proc/self/ns/ipc'));
	const { bsize, blocks, files } = statfsSync('/tmp');
	console.log('room ' + JSON.stringify({ bytes: bsize * blocks, files, pid: process.pid }));
	console.log('cards ' + Object.keys(networkInterfaces()));
	connect({ host: '198.51.100.1', port: 80 }).on('error', ({ code }) => console.log('outside: ' + code));
	await runGateway();
`;

test('in namespaces a gateway reaches no setting, no disk and no System V object of the machine', async ({ skip }) => {
	const reason = await namespacesMissing();
	skip(reason !== null, `namespaces: ${reason}`);
	const cwd = temporaryFolder();
	writeFileSync(path.join(cwd, 'gateway.mjs'), program);
	const run = await runGatelock(['run', 'sigkill-when-ready', '--gateway', 'node gateway.mjs'], { cwd });
	expect(run.exitCode).toBe(0);
	expect(existsSync(fileInDev)).toBe(false);
	const record = path.join(cwd, '.gatelock/latest/cases/sigkill-when-ready/timeline.jsonl');
	const { timeline } = parseTimeline(readFileSync(record, 'utf8'));
	const lines = timeline.flatMap((event) => (event.type === 'output' && event.instance === 'g1' ? [event.line] : []));
	expect(lines.filter((line) => line.startsWith('reached'))).toEqual([]);
	expect(lines.filter((line) => line.startsWith('held'))).toHaveLength(places.length + 1);
	expect(lines).not.toContain(`ipc ${readlinkSync('/proc/self/ns/ipc')}`);
	expect(lines.some((line) => line.startsWith('ipc ipc:'))).toBe(true);
	expect(lines).toContain('outside: ENETUNREACH');
	const room = JSON.parse(lines.find((line) => line.startsWith('room '))?.slice(5) ?? '{}');
	expect(room.bytes).toBeLessThanOrEqual(Math.min(8 * 1024 ** 3, totalmem() / 2));
	expect(room.files).toBe(1_000_000);
	expect(room.pid).toBeGreaterThan(10_000);
});

import { existsSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { probeNamespaces } from '../harness/arena/namespaces.ts';
import { parseTimeline } from '../harness/timeline/timeline-file.ts';
import { repository, runGatelock, temporaryFolder } from './testing/gatelock.ts';

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
	import { closeSync, openSync, readlinkSync } from 'node:fs';
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
	await runGateway();
`;

test('in namespaces a gateway reaches no setting, no disk and no System V object of the machine', async ({ skip }) => {
	const reason = await probeNamespaces([process.cwd()]);
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
});

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { holdNamespace, readMountNamespace } from './proc.ts';

const unshare = ['--user', '--map-root-user', '--mount'];
const isMissing = spawnSync('unshare', [...unshare, 'true']).status !== 0;

test('a process in our own namespace has none to hold', () => {
	expect(holdNamespace(process.pid, 'mnt')).toBe(null);
	expect(holdNamespace(process.pid, 'pid')).toBe(null);
});

test.skipIf(isMissing)('no later namespace gets the number of one that is held', async () => {
	const first = await startInNamespace();
	const held = holdNamespace(first.pid ?? 0, 'mnt');
	expect(held?.id).toBe(readMountNamespace(first.pid ?? 0));
	await end(first);
	for (let at = 0; at < 20; at++) {
		const other = await startInNamespace();
		expect(readMountNamespace(other.pid ?? 0)).not.toBe(held?.id);
		await end(other);
	}
	held?.release();
});

async function startInNamespace(): Promise<ChildProcess> {
	const child = spawn('unshare', [...unshare, 'sh', '-c', 'echo; exec sleep 60'], {
		stdio: ['ignore', 'pipe', 'ignore'],
	});
	onTestFinished(() => void child.kill('SIGKILL'));
	await once(child.stdout, 'data');
	return child;
}

async function end(child: ChildProcess): Promise<void> {
	child.kill('SIGKILL');
	await once(child, 'exit');
}

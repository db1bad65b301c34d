import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { capabilitiesOf, readInstance } from './instance-mark.ts';
import { readMountNamespace } from './proc.ts';
import { ProcessIdentity } from './process-identity.ts';

const inUserNamespace = ['unshare', '--user', '--map-root-user', '--'];
const missing =
	spawnSync('unshare', [...inUserNamespace.slice(1), 'setpriv', '--inh-caps', '+cap_9', '--', 'true']).status !== 0;

test('instances of one arena have different marks, and none has that of an unmarked process', () => {
	fc.assert(
		fc.property(fc.integer({ min: 1, max: 4_000 }), fc.integer({ min: 1, max: 4_000 }), (one, other) => {
			expect(capabilitiesOf(one)).not.toEqual([]);
			expect(capabilitiesOf(one).join() === capabilitiesOf(other).join()).toBe(one === other);
		}),
	);
});

test.skipIf(missing)('a child without environment, session and parent still carries the mark', async () => {
	const [file = '', ...args] = [
		...inUserNamespace,
		...[
			'setpriv',
			'--inh-caps',
			capabilitiesOf(77)
				.map((name) => `+${name}`)
				.join(),
			'--',
		],
		...['sh', '-c', '(env -i setsid sleep 60 >/dev/null 2>&1 & echo $!)'],
	];
	const pid = Number(execFileSync(file, args, { encoding: 'utf8' }));
	onTestFinished(() => void process.kill(pid, 'SIGKILL'));
	const mountNamespace = readMountNamespace(pid) ?? '';
	expect(new ProcessIdentity(pid).isOf('-', { kind: 'capabilities', mountNamespace, instance: 77 })).toBe(true);
	expect(new ProcessIdentity(pid).isOf('-', { kind: 'capabilities', mountNamespace, instance: 78 })).toBe(false);
	expect(new ProcessIdentity(pid).isOf('-', { kind: 'capabilities', mountNamespace: 'mnt:[1]', instance: 77 })).toBe(
		false,
	);
});

test.skipIf(missing)('a process without a mark has the number 0; of one that is gone nothing is known', async () => {
	const child = spawn('unshare', [...inUserNamespace.slice(1), 'sleep', '60'], { stdio: 'ignore' });
	await once(child, 'spawn');
	expect(readInstance(child.pid ?? 0)).toBe(0);
	child.kill('SIGKILL');
	await once(child, 'exit');
	expect(readInstance(child.pid ?? 0)).toBeNull();
});

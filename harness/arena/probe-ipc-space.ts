import { execa } from 'execa';
import type { Isolation } from './isolation.ts';
import { arenaMessages } from './messages.ts';

const timeoutMs = 5_000;

/** Whether an arena can have an IPC namespace with all its parts: null, or what is not seen, and why. */
export async function probeIpcSpace(isolation: Isolation): Promise<string | null> {
	if (isolation.kind !== 'namespaces') return arenaMessages.ipcOfMachine(isolation.reason);
	const words = ['--user', '--map-root-user', '--ipc', '--mount', '--propagation', 'private', '--', 'sh', '-c'];
	// Over a folder that exists everywhere, in a mount namespace of its own.
	const script = 'cat /proc/sysvipc/shm >/dev/null || exit 3; exec mount -n -t mqueue gatelock /tmp';
	const probe = await execa('unshare', [...words, script], { reject: false, timeout: timeoutMs, stdin: 'ignore' });
	if (probe.exitCode === 0) return null;
	const said = probe.stderr.trim().split('\n').at(-1) || `exit code ${probe.exitCode ?? probe.signal}`;
	return said.startsWith('mount:') ? arenaMessages.noQueues(said) : arenaMessages.noIpcTables(said);
}

import type { Isolation } from './isolation.ts';
import { arenaMessages } from './messages.ts';
import { tryCommand } from './try-command.ts';

const timeoutMs = 5_000;

/** Whether an arena can have an IPC namespace with all its parts: null, or what is not seen, and why. */
export async function probeIpcSpace(isolation: Isolation): Promise<string | null> {
	if (isolation.kind !== 'namespaces') return arenaMessages.ipcOfMachine(isolation.reason);
	const words = ['--user', '--map-root-user', '--ipc', '--mount', '--propagation', 'private', '--', 'sh', '-c'];
	// Over a folder that exists everywhere, in a mount namespace of its own.
	const script = 'cat /proc/sysvipc/shm >/dev/null || exit 3; exec mount -n -t mqueue gatelock /tmp';
	const probe = await tryCommand(['unshare', ...words, script], { timeoutMs });
	if (probe.exitCode === 0) return null;
	const said = probe.lastError || `exit code ${probe.exitCode ?? probe.signal}`;
	return said.startsWith('mount:') ? arenaMessages.noQueues(said) : arenaMessages.noIpcTables(said);
}

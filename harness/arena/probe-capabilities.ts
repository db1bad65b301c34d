import { readFileSync } from 'node:fs';
import { parseTrace } from '../syscalls/parse.ts';
import { straceWords } from '../syscalls/plan.ts';
import type { CapabilityTable } from './capabilities.ts';
import type { Isolation } from './isolation.ts';
import { probeFakeTime } from './moved-clock.ts';
import { probeIpcSpace } from './probe-ipc-space.ts';
import { probeSecondUser } from './second-user.ts';
import { tryCommand } from './try-command.ts';

/**
 * Finds out by trying what this machine can do for cases that run under the given isolation.
 *
 * @param needed What a gateway must be able to read to run at all, whoever it is started as.
 */
export async function probeCapabilities(
	isolation: Isolation,
	needed: readonly string[] = [],
): Promise<CapabilityTable> {
	const [strace, setpriv, ipcObjects, libfaketime] = await Promise.all([
		probeStrace(),
		probeSetpriv(),
		probeIpcSpace(isolation),
		probeFakeTime(),
	]);
	return {
		namespaces: isolation.kind === 'namespaces' ? null : isolation.reason,
		strace,
		setpriv,
		'privileged-ports': probePrivilegedPorts(isolation, setpriv),
		'default-port': isolation.kind === 'namespaces' ? null : 'the default port of this machine must not be touched',
		'ipc-objects': ipcObjects,
		libfaketime,
		'second-uid': await probeSecondUser(isolation, setpriv, needed),
	};
}

/** Its last lines come after its tracee's end; the probe waits for the tracer too, at most this long. */
const straceTimeoutMs = 10_000;

/**
 * Runs strace and proves that an injected signal really arrives. Nothing is written to disk: this runs before anything
 * would clean up after a killed run. So the trace goes through a pipe, and the socket's address is abstract.
 */
async function probeStrace(): Promise<string | null> {
	const program =
		"require('node:net').createServer().on('error',()=>{}).listen({path:`\\0gatelock-strace-${process.pid}`})";
	const args = [
		...straceWords({
			file: '|cat',
			calls: ['bind'],
			injection: { syscall: 'bind', nth: 1, effect: { signal: 'KILL' } },
		}),
		...[process.execPath, '-e', program],
	];
	const result = await tryCommand(args, { timeoutMs: straceTimeoutMs });
	if (result.errno === 'ENOENT') return 'strace is not installed';
	if (result.signal === 'SIGKILL' && tellsOfTheKill(result.stdout)) return null;
	return `strace did not inject a signal (${result.lastError || `exit code ${result.exitCode}`})`;
}

function tellsOfTheKill(trace: string): boolean {
	return parseTrace(trace).some((entry) => entry.kind === 'end' && entry.how === 'killed by SIGKILL');
}

async function probeSetpriv(): Promise<string | null> {
	const result = await tryCommand([
		'setpriv',
		'--bounding-set',
		'-sys_admin',
		'--inh-caps',
		'-sys_admin',
		'--',
		'true',
	]);
	if (result.exitCode === 0) return null;
	if (result.errno === 'ENOENT') return 'setpriv (util-linux) is not installed';
	return result.lastError || 'setpriv failed';
}

/** A port below the limit is refused to an ordinary user; root can only be made one by dropping the right. */
function probePrivilegedPorts(isolation: Isolation, setpriv: string | null): string | null {
	const limit = Number(readOr('/proc/sys/net/ipv4/ip_unprivileged_port_start', '1024'));
	// A new network namespace starts with the kernel's default again.
	if (isolation.kind === 'process-groups' && limit <= 1)
		return 'every user may bind every port here (ip_unprivileged_port_start)';
	if (process.getuid?.() === 0 || isolation.kind === 'namespaces') return setpriv;
	return null;
}

function readOr(file: string, otherwise: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return otherwise;
	}
}

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { parseTrace } from '../syscalls/parse.ts';
import { straceWords } from '../syscalls/plan.ts';
import type { CapabilityTable } from './capabilities.ts';
import type { Isolation } from './isolation.ts';

/** Finds out by trying what this machine can do for cases that run under the given isolation. */
export async function probeCapabilities(isolation: Isolation): Promise<CapabilityTable> {
	const [strace, setpriv] = await Promise.all([probeStrace(isolation.arenaRoot), probeSetpriv()]);
	return {
		namespaces: isolation.kind === 'namespaces' ? null : isolation.reason,
		strace,
		setpriv,
		'privileged-ports': probePrivilegedPorts(isolation, setpriv),
		'default-port': isolation.kind === 'namespaces' ? null : 'the default port of this machine must not be touched',
	};
}

/** The tracer is a process of its own and writes its last lines after its tracee's end: at most this long. */
const flushTimeoutMs = 5_000;

/** Runs strace and proves that an injected signal really arrives. What it writes lies where a killed run is cleaned up. */
async function probeStrace(arenaRoot: string): Promise<string | null> {
	mkdirSync(arenaRoot, { recursive: true });
	const folder = mkdtempSync(path.join(arenaRoot, 'gatelock-strace-'));
	try {
		const file = path.join(folder, 'trace');
		const program =
			"const net=require('node:net');net.createServer().on('error',()=>{}).listen({path:process.argv[1]})";
		const [command = '', ...args] = [
			...straceWords({
				file,
				calls: ['bind'],
				injection: { syscall: 'bind', nth: 1, effect: { signal: 'KILL' } },
			}),
			...[process.execPath, '-e', program, path.join(folder, 'socket')],
		];
		const result = await execa(command, args, { reject: false, timeout: 10_000, stdin: 'ignore' });
		if (result.code === 'ENOENT') return 'strace is not installed';
		if (result.signal === 'SIGKILL' && (await tellsOfTheKill(file))) return null;
		return `strace did not inject a signal (${result.stderr.trim().split('\n').at(-1) || `exit code ${result.exitCode}`})`;
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

async function tellsOfTheKill(file: string): Promise<boolean> {
	const deadline = performance.now() + flushTimeoutMs;
	while (performance.now() < deadline) {
		const trace = existsSync(file) ? parseTrace(readFileSync(file, 'utf8')) : [];
		if (trace.some((entry) => entry.kind === 'end' && entry.how === 'killed by SIGKILL')) return true;
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
	return false;
}

async function probeSetpriv(): Promise<string | null> {
	const result = await execa('setpriv', ['--bounding-set', '-sys_admin', '--inh-caps', '-sys_admin', '--', 'true'], {
		reject: false,
		timeout: 5_000,
		stdin: 'ignore',
	});
	if (result.exitCode === 0) return null;
	if (result.code === 'ENOENT') return 'setpriv (util-linux) is not installed';
	return result.stderr.trim().split('\n').at(-1) ?? 'setpriv failed';
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

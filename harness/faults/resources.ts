import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { execa } from 'execa';
import { CapabilityMissingError } from '../arena/errors.ts';
import type { Instance } from '../gateway/instance.ts';
import { isAlive } from '../observe/proc.ts';
import type { Fault, Proof } from './fault.ts';

/** No descriptor more: what it accepts or opens from now on fails with EMFILE. */
export const fdExhaustion = limited('fd-exhaustion', '--nofile', 'Max open files', (pid) => {
	const descriptors = readdirSync(`/proc/${pid}/fd`).map(Number);
	return Math.max(...descriptors) + 1;
});

/** No page more: what it maps from now on fails with ENOMEM. Most runtimes end by it sooner or later. */
export const memoryLimit = limited('memory-limit', '--as', 'Max address space', (pid) => {
	const kilobytes = /^VmSize:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
	return Number(kilobytes) * 1024;
});

/** Busy loops beside the gateway, each a session of its own, so that the kernel's autogroups give each the same share. */
const hogs = 8;

/** The holder shares one core with eight busy loops; they end when the fault is healed, or with the case. */
export const cpuStarvation: Fault = {
	name: 'cpu-starvation',
	target: 'holder',
	effect: 'other',
	available: () => null,
	async inject(instance) {
		const [holder] = instance.processes('holder');
		if (holder === undefined) return nobody();
		const core = String(process.pid % availableParallelism());
		await tool('taskset', ['-a', '-p', '-c', core, String(holder.pid)]);
		const loops = Array.from({ length: hogs }, () =>
			execa('taskset', ['-c', core, 'sh', '-c', 'while :; do :; done'], {
				env: { PATH: process.env.PATH ?? '', GATELOCK_OCCUPANT: instance.arena.marker },
				extendEnv: false,
				detached: true,
				reject: false,
				stdin: 'ignore',
				stdout: 'ignore',
				stderr: 'ignore',
			}),
		);
		const end = async () => {
			for (const loop of loops) loop.kill('SIGKILL');
			await Promise.all(loops);
		};
		instance.arena.onClose(end);
		healers.set(instance, end);
		return {
			pids: [holder.pid],
			proof: async () => {
				const allowed = loops.every(({ pid }) => pid !== undefined && coresOf(pid) !== null);
				const own = coresOf(holder.pid);
				if (own !== null && own !== core) return { proved: false, why: `pid ${holder.pid} runs on cores ${own}` };
				if (!allowed) return { proved: false, why: 'the busy loops do not run' };
				return { proved: true, how: `/proc: pid ${holder.pid} on core ${core} with ${hogs} busy loops` };
			},
		};
	},
	heal: async (instance) => await healers.get(instance)?.(),
};

const healers = new WeakMap<Instance, () => Promise<void>>();

function coresOf(pid: number): string | null {
	return statusLine(pid, /^Cpus_allowed_list:\t(.*)$/m, 'status');
}

function limited(name: string, option: string, shownAs: string, limitOf: (pid: number) => number): Fault {
	return {
		name,
		target: 'holder',
		effect: 'other',
		available: () => null,
		async inject(instance) {
			const [holder] = instance.processes('holder');
			if (holder === undefined) return nobody();
			const value = valueOrNull(() => limitOf(holder.pid));
			if (value === null) return nobody();
			try {
				await tool('prlimit', ['--pid', String(holder.pid), `${option}=${value}:${value}`]);
			} catch (error) {
				if (isAlive(holder.pid, holder.startTicks)) throw error;
				return nobody();
			}
			const seen = statusLine(holder.pid, new RegExp(`^${shownAs}\\s+(\\d+)`, 'm'), 'limits');
			return { pids: [holder.pid], proof: async () => proofOf(holder.pid, shownAs, value, seen) };
		},
	};
}

/** Null when the process ends while it is read: its descriptors and its memory go before its pid does. */
function valueOrNull(read: () => number): number | null {
	try {
		const value = read();
		return Number.isSafeInteger(value) ? value : null;
	} catch {
		return null;
	}
}

function proofOf(pid: number, shownAs: string, value: number, seen: string | null): Proof {
	// It may have ended by its limit before it could be read: prlimit had set it.
	if (seen === null || seen === String(value))
		return { proved: true, how: `/proc: ${shownAs} of pid ${pid} is ${value}` };
	return { proved: false, why: `${shownAs} of pid ${pid} is ${seen}` };
}

function statusLine(pid: number, pattern: RegExp, file: 'status' | 'limits'): string | null {
	try {
		return pattern.exec(readFileSync(`/proc/${pid}/${file}`, 'utf8'))?.[1] ?? null;
	} catch {
		return null;
	}
}

/** @throws CapabilityMissingError when the program is missing or refuses. */
async function tool(program: string, words: string[]): Promise<void> {
	const result = await execa(program, words, { reject: false, stdin: 'ignore' });
	if (result.exitCode === 0) return;
	const why = result.code === 'ENOENT' ? 'it is not installed' : result.stderr.trim();
	throw new CapabilityMissingError(program, why);
}

function nobody() {
	const proof: Proof = { proved: false, why: 'no such process was left to hit' };
	return { pids: [], proof: async () => proof };
}

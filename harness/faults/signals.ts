import type { Instance } from '../gateway/instance.ts';
import { readStat } from '../observe/proc.ts';
import type { Member } from '../observe/process-tree.ts';
import { readPendingSignals } from '../observe/signals.ts';
import type { Fault, FaultEffect, FaultTarget, Proof } from './fault.ts';

/** How long a signal may take to show its effect before it counts as unproven, in milliseconds of effective time. */
const proofTimeoutMs = 5_000;

type SignalName =
	| 'SIGKILL'
	| 'SIGTERM'
	| 'SIGINT'
	| 'SIGQUIT'
	| 'SIGABRT'
	| 'SIGSEGV'
	| 'SIGHUP'
	| 'SIGUSR1'
	| 'SIGPIPE'
	| 'SIGSTOP'
	| 'SIGCONT';

const effects: Record<SignalName, FaultEffect> = {
	SIGKILL: 'crash',
	SIGQUIT: 'crash',
	SIGABRT: 'crash',
	SIGSEGV: 'crash',
	// What a gateway makes of these is its own affair: it may end, restart, or not mind.
	SIGHUP: 'other',
	SIGUSR1: 'other',
	SIGPIPE: 'other',
	SIGTERM: 'graceful-stop',
	SIGINT: 'graceful-stop',
	SIGSTOP: 'freeze',
	SIGCONT: 'thaw',
};

const defaultTargets: Record<FaultEffect, FaultTarget> = {
	crash: 'tree',
	'graceful-stop': 'launcher',
	freeze: 'tree',
	thaw: 'tree',
	'bind-failure': 'holder',
	other: 'holder',
};

/**
 * A signal as a fault. A crash hits the whole tree unless it says otherwise, a request to stop hits the launcher, as a
 * supervisor's or a terminal's would.
 */
export function signal(name: SignalName, target: FaultTarget = defaultTargets[effects[name]]): Fault {
	return {
		name,
		target,
		effect: effects[name],
		available: () => null,
		async inject(instance) {
			instance.arena.watcher.look();
			// Who is not stopped cannot be thawed.
			const victims = instance
				.processes(target)
				.filter((member) => name !== 'SIGCONT' || readStat(member.pid)?.state === 'T');
			// Frozen first, no process of the tree can react to the death of another before its own.
			if (name === 'SIGKILL' && victims.length > 1) for (const victim of victims) send(victim, 'SIGSTOP');
			const hit = victims.filter((victim) => send(victim, name));
			// A process that forks while it is being killed leaves a child behind: look again until nothing new is there.
			if (name === 'SIGKILL' && target === 'tree') {
				for (let round = 0; round < 20; round++) {
					instance.arena.watcher.look();
					const late = instance.processes('tree').filter((member) => !hit.includes(member));
					if (late.length === 0) break;
					hit.push(...late.filter((member) => send(member, name)));
				}
			}
			return { pids: hit.map((member) => member.pid), proof: () => prove(name, instance, victims, hit) };
		},
	};
}

/** SIGKILL of the whole tree. */
export const sigkill = signal('SIGKILL');
export const sigterm = signal('SIGTERM');
export const sigint = signal('SIGINT');
export const sigquit = signal('SIGQUIT');
export const sigabrt = signal('SIGABRT');
export const sigsegv = signal('SIGSEGV');
export const sigstop = signal('SIGSTOP');
export const sigcont = signal('SIGCONT');
/** A terminal that hangs up tells every process. */
export const sighup = signal('SIGHUP', 'tree');
/** The signal by which many gateways are told to restart. */
export const sigusr1 = signal('SIGUSR1');
export const sigpipe = signal('SIGPIPE');

/** Kills by identity: the pid must still belong to the process that was seen. */
function send(member: Member, name: SignalName): boolean {
	const stat = readStat(member.pid);
	if (stat === null || stat.startTicks !== member.startTicks || stat.state === 'Z') return false;
	try {
		return process.kill(member.pid, name);
	} catch {
		return false;
	}
}

async function prove(
	name: SignalName,
	instance: Instance,
	victims: readonly Member[],
	hit: readonly Member[],
): Promise<Proof> {
	if (victims.length === 0) return { proved: false, why: 'no such process was left to hit' };
	if (hit.length === 0) return { proved: false, why: 'the process was gone before the signal was sent' };
	const shown = (member: Member) => effectShown(name, member);
	const proved = await instance.arena.watcher.until(
		() => hit.every(shown),
		instance.arena.expiry(proofTimeoutMs, instance),
	);
	if (!proved) {
		const untouched = hit.filter((member) => !shown(member)).map((member) => member.pid);
		return { proved: false, why: `no effect on pid ${untouched.join(', ')} within ${proofTimeoutMs} ms` };
	}
	return { proved: true, how: await describe(name, instance, hit) };
}

function effectShown(name: SignalName, member: Member): boolean {
	const stat = readStat(member.pid);
	const ended = stat === null || stat.startTicks !== member.startTicks || stat.state === 'Z' || stat.state === 'X';
	switch (effects[name]) {
		case 'freeze':
			return stat?.state === 'T';
		case 'thaw':
			return ended || stat?.state !== 'T';
		case 'other':
		case 'graceful-stop':
			// A request: it took effect when the process has it. What it does then is for the clauses.
			return ended || !readPendingSignals(member.pid).has(name);
		default:
			return ended;
	}
}

async function describe(name: SignalName, instance: Instance, hit: readonly Member[]): Promise<string> {
	const pids = hit.map((member) => member.pid).join(', ');
	switch (effects[name]) {
		case 'freeze':
			return `/proc: pid ${pids} stopped (state T)`;
		case 'thaw':
			return `/proc: pid ${pids} no longer stopped`;
		case 'other':
		case 'graceful-stop':
			return `/proc: ${name} delivered to pid ${pids} (not pending any more)`;
		default: {
			const launcherHit = hit.some((member) => member.pid === instance.pid);
			const exit = launcherHit ? await instance.exitStatus(5_000) : null;
			if (exit === null) return `/proc: pid ${pids} gone`;
			return `wait status of pid ${instance.pid}: ${exit.signal ?? `exit code ${exit.code}`}; /proc: pid ${pids} gone`;
		}
	}
}

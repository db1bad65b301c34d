import treeKill from 'tree-kill';
import type { Instance } from '../gateway/instance.ts';
import { isMarkOf, readInheritedMark } from '../observe/inherited-mark.ts';
import { isAlive, listPids, readEnvironment, readMountNamespace, readStat } from '../observe/proc.ts';
import type { Sandbox } from './sandbox.ts';

/** Rounds of looking for survivors, a few milliseconds apart: a fork burst ends within them. */
const maxRounds = 100;

/**
 * Kills everything that an arena started, by identity: the processes that were seen (pid and start time), and whatever
 * carries the arena's marker in its environment or has inherited its mark. As a last resort, what still lives is handed to tree-kill.
 */
export async function endProcesses(
	marker: string,
	instances: readonly Instance[],
	sandbox: Sandbox | null,
): Promise<void> {
	for (let round = 0; round < maxRounds; round++) {
		const seen = instances.flatMap((instance) => instance.processes('tree'));
		const marked = markedPids(marker, sandbox);
		const victims = new Map([...seen, ...marked].map((victim) => [victim.pid, victim]));
		const alive = [...victims.values()].filter((victim) => isAlive(victim.pid, victim.startTicks));
		if (alive.length === 0) return;
		for (const { pid } of alive) tryKill(pid);
		await new Promise((resolve) => setTimeout(resolve, 5));
		instances[0]?.arena.watcher.look();
	}
	for (const { pid, startTicks } of instances.flatMap((instance) => instance.processes('tree'))) {
		if (isAlive(pid, startTicks)) await new Promise<void>((resolve) => treeKill(pid, 'SIGKILL', () => resolve()));
	}
}

/** Living processes with the marker in their environment, with its mark, or in the sandbox of its arena. */
export function markedPids(marker: string, sandbox: Sandbox | null = null): { pid: number; startTicks: number }[] {
	const found: { pid: number; startTicks: number }[] = [];
	for (const pid of listPids()) {
		if (pid === process.pid || sandbox?.isKeeper(pid)) continue;
		const stat = readStat(pid);
		if (stat === null || stat.state === 'Z') continue;
		const namespace = sandbox === null ? null : readMountNamespace(pid);
		if (sandbox?.isForeign(namespace)) continue;
		const isInside = sandbox?.contains(namespace) ?? false;
		if (!isInside && !readEnvironment(pid)?.includes(marker) && !isMarkOf(readInheritedMark(pid), marker)) continue;
		found.push({ pid, startTicks: stat.startTicks });
	}
	return found;
}

function tryKill(pid: number): void {
	try {
		process.kill(pid, 'SIGKILL');
	} catch {
		// Gone between the look and the kill.
	}
}

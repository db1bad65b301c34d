import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, listPids, readCommandLine, readEnvironment, readStat } from '../../harness/observe/proc.ts';

/** Set while a suite runs, so that the first project alone makes the folder. */
const suiteVariable = 'GATELOCK_SUITE';
/** What ends by itself gets this long, on a machine that may be busy. */
const graceMs = 30_000;
const readIntervalMs = 100;

/**
 * Gives the whole suite a temp folder of its own, and marks every process that it starts by an entry of PATH, as that
 * variable reaches gateways, too.
 *
 * @returns The check at the end of the suite: it throws when a folder of Gatelock is left there, or a process.
 */
export default function leaveNothing(): (() => Promise<void>) | undefined {
	if (process.env[suiteVariable] !== undefined) return undefined;
	// A short name: sockets below it have at most 107 characters. Source: unix(7).
	const folder = mkdtempSync(path.join(tmpdir(), 'gl-'));
	// Some tests run gateways as another user.
	chmodSync(folder, 0o755);
	const mark = `/started-by-suite/${randomUUID()}`;
	process.env[suiteVariable] = folder;
	process.env.TMPDIR = folder;
	process.env.PATH = `${process.env.PATH}${path.delimiter}${mark}`;
	return async () => {
		const until = performance.now() + graceMs;
		while (performance.now() < until && markedProcesses(mark).length > 0) await sleep(readIntervalMs);
		const left = [...readdirSync(folder).filter(isOwn), ...markedProcesses(mark)];
		rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
		if (left.length > 0) throw new Error(`The tests left in ${folder}, or running: ${left.join(', ')}`);
	};
}

/** npm and Node leave caches of their own. */
function isOwn(name: string): boolean {
	return name.startsWith('gatelock');
}

/** Living processes with the mark, without the workers of Vitest itself. */
function markedProcesses(mark: string): string[] {
	return listPids().flatMap((pid) => {
		const stat = readStat(pid);
		if (stat === null || readEnvironment(pid)?.includes(mark) !== true || !isAlive(pid, stat.startTicks)) return [];
		const command = (readCommandLine(pid) ?? []).join(' ');
		return /^vitest-|\/vitest\/dist\//.test(command) ? [] : [`${pid} ${command}`];
	});
}

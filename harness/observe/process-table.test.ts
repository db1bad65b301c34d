import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readlinkSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { listPids, readStat } from './proc.ts';
import { ProcessTable } from './process-table.ts';

function table(): ProcessTable {
	const table = new ProcessTable();
	onTestFinished(() => table.close());
	return table;
}

const forced = { isForced: true } as const;

test('a process that was created before a forced reading is in it, and a watched one that was reaped is not', async () => {
	const processes = table();
	for (let round = 0; round < 30; round++) {
		const child = spawn('sleep', ['100'], { stdio: 'ignore' });
		const { pid = 0 } = child;
		expect(processes.read([], forced).byPid.get(pid)?.parentPid).toBe(process.pid);
		child.kill('SIGKILL');
		await once(child, 'exit');
		expect(processes.read([pid], forced).byPid.has(pid)).toBe(false);
	}
});

test('a reading shows what reading everything anew shows', () => {
	const processes = table();
	processes.read([], forced);
	const { byPid } = processes.read([process.pid], forced);
	const own = byPid.get(process.pid);
	expect(own).toEqual({ ...readStat(process.pid), state: own?.state });
	// Others come and go meanwhile.
	const both = listPids().filter((pid) => byPid.has(pid));
	expect(both.length).toBeGreaterThan(1);
});

test('a watched process is read again; of one that nothing watches the last state is kept for 100 ms at most', async () => {
	const processes = table();
	const child = spawn('sleep', ['100'], { stdio: 'ignore' });
	const { pid = 0 } = child;
	const stateIn = (watched: readonly number[]) => processes.read(watched, { isForced: false }).byPid.get(pid)?.state;
	expect(processes.read([], forced).byPid.get(pid)?.state).toMatch(/[RSD]/);
	child.kill('SIGSTOP');
	await until(() => readStat(pid)?.state === 'T');
	expect(stateIn([pid])).toBe('T');
	child.kill('SIGCONT');
	await until(() => stateIn([]) !== 'T');
	expect(stateIn([])).toMatch(/[RSD]/);
	child.kill('SIGKILL');
	await once(child, 'exit');
	expect(stateIn([pid])).toBeUndefined();
});

test('a process that takes the pid of another one is found by its start time', async () => {
	const processes = table();
	const child = spawn('sleep', ['100'], { stdio: 'ignore' });
	const { pid = 0 } = child;
	const before = processes.read([pid], forced).identity(pid);
	child.kill('SIGKILL');
	await once(child, 'exit');
	processes.read([pid], forced);
	expect(processes.read([], forced).identity(pid)).not.toBe(before);
});

async function until(condition: () => boolean): Promise<void> {
	for (let round = 0; !condition() && round < 20_000; round++) await new Promise((resolve) => setTimeout(resolve, 5));
}

test('what is held open is closed', () => {
	const held = () =>
		readdirSync('/proc/self/fd').filter((descriptor) => {
			try {
				return /^\/proc\/(\d+\/stat|loadavg)$/.test(readlinkSync(`/proc/self/fd/${descriptor}`));
			} catch {
				return false;
			}
		});
	const processes = new ProcessTable();
	processes.read([], forced);
	expect(held().length).toBeGreaterThan(2);
	processes.close();
	expect(held()).toEqual([]);
});

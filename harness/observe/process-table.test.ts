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

test('whoever was started before a look is seen by it, and whoever was reaped before it is not', async () => {
	const processes = table();
	for (let round = 0; round < 30; round++) {
		const child = spawn('sleep', ['100'], { stdio: 'ignore' });
		const { pid = 0 } = child;
		expect(processes.read().find((stat) => stat.pid === pid)?.parentPid).toBe(process.pid);
		child.kill('SIGKILL');
		await once(child, 'exit');
		expect(processes.read().some((stat) => stat.pid === pid)).toBe(false);
	}
});

test('a look shows what reading everything anew shows, in the same order', () => {
	const processes = table();
	processes.read();
	const stats = processes.read();
	const own = stats.find(({ pid }) => pid === process.pid);
	expect(own).toEqual({ ...readStat(process.pid), state: own?.state });
	// Others come and go meanwhile.
	const listed = listPids();
	const both = stats.map(({ pid }) => pid).filter((pid) => listed.includes(pid));
	expect(both).toEqual(listed.filter((pid) => both.includes(pid)));
	expect(both.length).toBeGreaterThan(1);
});

test('those who are watched are looked at; the others are known from before, unless somebody comes or goes', async () => {
	const processes = table();
	const child = spawn('sleep', ['100'], { stdio: 'ignore' });
	const { pid = 0 } = child;
	const stateIn = (watched?: ReadonlySet<number>) => processes.read(watched).find((stat) => stat.pid === pid)?.state;
	expect(stateIn()).toMatch(/[RSD]/);
	child.kill('SIGSTOP');
	await until(() => readStat(pid)?.state === 'T');
	expect(stateIn(new Set([pid]))).toBe('T');
	expect(stateIn(new Set())).toBe('T');
	child.kill('SIGKILL');
	await once(child, 'exit');
	expect(stateIn(new Set([pid]))).toBeUndefined();
	const next = spawn('sleep', ['0'], { stdio: 'ignore' });
	expect(processes.read(new Set()).some((stat) => stat.pid === next.pid)).toBe(true);
	await once(next, 'exit');
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
	processes.read();
	expect(held().length).toBeGreaterThan(2);
	processes.close();
	expect(held()).toEqual([]);
});

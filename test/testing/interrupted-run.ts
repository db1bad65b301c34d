import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { expect, onTestFinished } from 'vitest';
import { program, temporaryFolder } from './gatelock.ts';
import { Mark } from './marked.ts';

/** The isolation modes, with the environment that chooses each. */
export const isolationModes: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
	['in namespaces', {}],
	['in process groups', { GATELOCK_NAMESPACES: 'off' }],
];

/** A run of many cases that has just started `gateways` gateways. Arenas that are on the disk have a folder to themselves. */
export async function startRun(isolation: Readonly<Record<string, string>>, gateways: number) {
	const mark = new Mark();
	const tmp = temporaryFolder();
	const child = execa(process.execPath, [program, 'run', '--tag', 'quick'], {
		cwd: temporaryFolder(),
		env: { ...isolation, ...mark.env, TMPDIR: tmp },
		reject: false,
		stdin: 'ignore',
		cleanup: false,
	});
	onTestFinished(() => {
		child.kill('SIGKILL');
	});
	const seen = new Set<number>();
	while (seen.size < gateways) {
		if (child.nodeChildProcess.exitCode !== null) throw new Error(`The run ended early: ${(await child).stderr}`);
		for (const pid of mark.gateways()) seen.add(pid);
		await sleep(10);
	}
	return {
		child,
		/** Fails when a process or an arena of the run is left. */
		async expectNothingLeft() {
			expect(await mark.remains()).toEqual([]);
			expect(readdirSync(tmp)).toEqual([]);
		},
	};
}

/** Kills the harness of a run at that number of gateways; nothing may be left. */
export async function killHarness(isolation: Readonly<Record<string, string>>, gateways: number): Promise<void> {
	const run = await startRun(isolation, gateways);
	run.child.kill('SIGKILL');
	await run.child;
	await run.expectNothingLeft();
}

/**
 * The loop of `random-kills`: `node random-kills-main.ts <job as JSON>` goes into namespaces of its own, kills starts of
 * one gateway at random moments there, and prints a line of JSON for each try. No port and no file of the machine is
 * touched.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isolationVariable } from '../harness/arena/isolation.ts';
import { isolationSchema } from '../harness/arena/isolation-schema.ts';
import { relaunchInNamespaces } from '../harness/arena/namespaces.ts';
import { watchForInterrupt } from '../harness/cli/interrupt.ts';
import { type KillJob, killJobSchema, type Try } from './kill-job.ts';
import { median } from './table.ts';

/** In a network of one's own every port is free. */
const port = 20_000;
/** A gateway of the zoo is up within this time when nothing is in its way. */
const upWithinMs = 10_000;
/** Starts to measure how long one takes. */
const measuredStarts = 5;
/** A start dies between its spawn and this many times the time that it needs to be up. */
const spread = 1.2;

const [text = ''] = process.argv.slice(2);
const job = killJobSchema.parse(JSON.parse(text));
const inside = process.env[isolationVariable];
if (inside === undefined) {
	process.exitCode = await relaunchInNamespaces([process.cwd(), tmpdir(), job.file]);
} else {
	const interrupt = watchForInterrupt();
	await killAtRandom(job, path.join(isolationSchema.parse(JSON.parse(inside)).arenaRoot, 'home'));
	interrupt.dispose();
}

async function killAtRandom({ file, shows, tries, mostStarts, budgetMs }: KillJob, home: string): Promise<void> {
	const until = performance.now() + budgetMs;
	const ups: number[] = [];
	for (let n = 0; n < measuredStarts; n++) {
		wipe(home);
		ups.push(await timeUntilUp(file, home));
	}
	const upMs = median(ups);
	for (let n = 0; n < tries && performance.now() < until; n++) {
		wipe(home);
		let starts = 0;
		let isFound = false;
		while (!isFound && starts < mostStarts) {
			starts++;
			const wasRefused = await startAndKill(file, home, Math.random() * upMs * spread);
			isFound = shows === 'a refused start' ? wasRefused : hasLock(home);
		}
		process.stdout.write(`${JSON.stringify({ starts, isFound } satisfies Try)}\n`);
	}
}

function wipe(home: string): void {
	rmSync(home, { recursive: true, force: true });
	mkdirSync(home, { recursive: true });
}

function hasLock(home: string): boolean {
	return readdirSync(home, { recursive: true }).some((name) => /lock/i.test(path.basename(`${name}`)));
}

function launch(file: string, home: string) {
	const child = spawn(process.execPath, [file, 'gateway', '--port', `${port}`], {
		env: { PATH: process.env.PATH, HOME: home, TMPDIR: home },
		cwd: home,
		stdio: 'ignore',
	});
	return { child, ended: new Promise<void>((resolve) => child.once('exit', () => resolve())) };
}

/** @returns Whether it gave up by itself before it was killed. */
async function startAndKill(file: string, home: string, killAfterMs: number): Promise<boolean> {
	const { child, ended } = launch(file, home);
	const timer = setTimeout(() => child.kill('SIGKILL'), killAfterMs);
	await ended;
	clearTimeout(timer);
	return child.signalCode === null;
}

/** @throws Error when a start over nothing does not come up. */
async function timeUntilUp(file: string, home: string): Promise<number> {
	const startedAt = performance.now();
	const { child, ended } = launch(file, home);
	let isUp = false;
	while (!isUp && child.exitCode === null && performance.now() - startedAt < upWithinMs) {
		isUp = await answers();
		if (!isUp) await new Promise((resolve) => setTimeout(resolve, 5));
	}
	const tookMs = performance.now() - startedAt;
	child.kill('SIGKILL');
	await ended;
	if (!isUp) throw new Error(`${file} did not come up within ${upWithinMs} ms.`);
	return tookMs;
}

function answers(): Promise<boolean> {
	return new Promise((resolve) => {
		const socket = connect(port, '127.0.0.1');
		const end = (isUp: boolean) => {
			socket.destroy();
			resolve(isUp);
		};
		socket.on('connect', () => end(true)).on('error', () => end(false));
	});
}

import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inFolder, programAt, repository } from './command.ts';
import { exploreCrashes } from './explore.ts';
import { type Measurement, median } from './table.ts';

/** Bugs of the zoo that only a death at the wrong call shows, or that any death shows. */
const bugs = [
	'lock-file-never-reclaimed',
	'lock-file-empty-window',
	'reclaim-guard-left-by-crash',
	'lock-file-left-by-crash-at-bind',
];
const mostStarts = 500;
/** A gateway of the zoo is up within this time when nothing is in its way. */
const upWithinMs = 3_000;
/** Somewhere outside the ephemeral range. */
const firstPort = 24_000;

/** Starts until a lockout shows: by the explorer, and by a loop that kills at random moments and starts again. */
export async function measureRandomKills({ tries }: { readonly tries: number }): Promise<Measurement> {
	const rows: string[][] = [];
	for (const [at, bug] of bugs.entries()) {
		const file = path.join('fixtures', 'broken-gateways', `${bug}.mjs`);
		const { report } = await inFolder(
			async (folder) => await exploreCrashes(folder, ['--gateway', programAt(file), '--patience', '1s']),
		);
		const needed: number[] = [];
		for (let n = 0; n < tries; n++) needed.push(await startsUntilLockout(path.join(repository, file), firstPort + at));
		const isCapped = needed.filter((starts) => starts > mostStarts).length;
		rows.push([
			bug,
			report.findings.some(({ clause }) => clause === 'rebinds-immediately') ? `${report.totals.starts}` : 'not found',
			startsText(median(needed)),
			startsText(Math.max(...needed)),
			`${tries - isCapped} of ${tries}`,
		]);
	}
	return {
		title: 'Starts until a lockout is found',
		head: ['gateway', 'explorer, all phases', 'random kills, median', 'worst', 'found'],
		rows,
		notes: [
			`The explorer's number is that of the whole exploration, with every state and phase. A random try kills a start at a random moment up to a bit after it is up and starts again over what is left, ${mostStarts} starts at most.`,
		],
	};
}

function startsText(starts: number): string {
	return starts > mostStarts ? `more than ${mostStarts}` : `${starts}`;
}

/** One try: the number of starts until one does not come up, or more than the most. */
async function startsUntilLockout(file: string, port: number): Promise<number> {
	const home = mkdtempSync(path.join(tmpdir(), 'gatelock-bench-'));
	try {
		const upMs = await startAndKill(file, home, port, null);
		let starts = 1;
		while (starts < mostStarts) {
			await startAndKill(file, home, port, Math.random() * (upMs ?? upWithinMs) * 1.2);
			const next = await startAndKill(file, home, port, null);
			starts += 2;
			if (next === null) return starts;
			rmSync(home, { recursive: true, force: true });
			mkdirSync(home);
		}
		return mostStarts + 1;
	} finally {
		rmSync(home, { recursive: true, force: true });
	}
}

/**
 * Starts once and kills it: after `killAfterMs`, or when it is up.
 *
 * @returns When it was up, in milliseconds; null when it was not.
 */
async function startAndKill(
	file: string,
	home: string,
	port: number,
	killAfterMs: number | null,
): Promise<number | null> {
	const startedAt = performance.now();
	const child = spawn(process.execPath, [file, 'gateway', '--port', `${port}`], {
		env: { PATH: process.env.PATH, HOME: home, TMPDIR: home },
		cwd: home,
		stdio: 'ignore',
	});
	const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()));
	const upMs = killAfterMs === null ? await untilUp(port, child, startedAt) : await sleep(killAfterMs);
	child.kill('SIGKILL');
	await ended;
	return upMs;
}

async function untilUp(port: number, child: ReturnType<typeof spawn>, startedAt: number): Promise<number | null> {
	while (performance.now() - startedAt < upWithinMs && child.exitCode === null) {
		if (await answers(port)) return performance.now() - startedAt;
		await sleep(5);
	}
	return null;
}

function answers(port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const socket = connect(port, '127.0.0.1');
		const end = (isUp: boolean) => {
			socket.destroy();
			resolve(isUp);
		};
		socket.on('connect', () => end(true)).on('error', () => end(false));
	});
}

async function sleep(ms: number): Promise<null> {
	await new Promise((resolve) => setTimeout(resolve, ms));
	return null;
}

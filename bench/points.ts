import { inFolder, programAt, seconds, type Tree } from './command.ts';
import { exploreCrashes } from './explore.ts';
import type { Measurement } from './table.ts';

/** Workers of an exploration by default; each keeps about one core busy. */
const cores = 2;
const gateway = 'bench/gateways/lock-file.mjs';

/** Crash points that are judged per second and core: every phase, as a user runs it. */
export async function pointsOf(tree: Tree): Promise<number> {
	const options = ['--gateway', programAt(gateway), '--workers', `${cores}`];
	const { ran, report } = await inFolder(async (folder) => await exploreCrashes(folder, options, tree));
	return report.totals.points / (ran.wallMs / 1000) / cores;
}

/** How many crash points are judged per second and core, recovery included, on a gateway of thirty lines. */
export async function measurePoints(): Promise<Measurement> {
	const measured = ['--gateway', programAt(gateway), '--workers', `${cores}`];
	const rows: string[][] = [];
	for (const options of [['--phase', 'startup'], ['--phase', 'startup', '--no-prune'], []]) {
		const { ran, report } = await inFolder(async (folder) => await exploreCrashes(folder, [...measured, ...options]));
		const { points, distinctStates, starts } = report.totals;
		rows.push([
			options.join(' ') || 'all phases',
			`${points}`,
			`${distinctStates}`,
			`${starts}`,
			seconds(ran.wallMs),
			(points / (report.durationMs / 1000) / cores).toFixed(2),
			(points / (ran.cpuMs / 1000)).toFixed(2),
		]);
	}
	return {
		title: 'Crash points judged, bench/gateways/lock-file.mjs',
		head: [
			'exploration',
			'points',
			'states',
			'starts',
			'wall time',
			'points per second and core',
			'points per CPU second',
		],
		rows,
		notes: [
			`Two workers on ${cores} cores. Wall time is the whole command: four starts to measure the gateway, the traced run, every recovery with its judgement.`,
		],
	};
}

import { inFolder, seconds } from './command.ts';
import { exploreCrashes } from './explore.ts';
import type { Measurement } from './table.ts';

const build = 'clawdbot@2026.1.24-3';

/** The start-up of a real build, complete: with states and pruning, and by a SIGKILL at each point. Both really run. */
export async function measureBruteForce(): Promise<Measurement> {
	const rows: string[][] = [];
	const starts: number[] = [];
	for (const [name, options] of [
		['states, pruned', []],
		['SIGKILL at each point', ['--kill', '--no-prune']],
	] as const) {
		const { ran, report } = await inFolder(
			async (folder) =>
				await exploreCrashes(folder, ['--build', build, '--phase', 'startup', '--patience', '40s', ...options]),
		);
		const { points, distinctStates, statesJudged, findings, invalid, starts: needed } = report.totals;
		starts.push(needed);
		rows.push([
			name,
			...[points, distinctStates, statesJudged, needed, findings, invalid].map(String),
			seconds(ran.wallMs),
			report.completeness.isComplete ? 'yes' : 'no',
		]);
	}
	const [pruned = Number.NaN, killed = Number.NaN] = starts;
	return {
		title: `Start-up of ${build}: every crash point`,
		head: ['way', 'points', 'states', 'judged', 'starts', 'findings', 'invalid', 'wall time', 'complete'],
		rows,
		notes: [`${(killed / pruned).toFixed(1)} times fewer starts.`],
	};
}

import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { gatelock, inFolder, repository, seconds, type Tree } from './command.ts';
import type { Measurement } from './table.ts';

const cores = availableParallelism();

/** What a run of the full tier on the reference gateway used, in milliseconds. */
export interface Cost {
	readonly wallMs: number;
	/** Of all processes together. */
	readonly cpuMs: number;
	/** Of the harness's own processes. */
	readonly harnessMs: number;
	/** The rest: gateways, with the programs that start them, tracers and occupants. */
	readonly gatewaysMs: number;
}

/**
 * Runs the full tier on the reference gateway. A preload in the harness's own processes records what each of them used;
 * gateways never get it, since their environment is an allow-list. The rest is theirs.
 */
export async function costOf(tree: Tree): Promise<Cost> {
	const { ran, harnessMs } = await inFolder(async (folder) => {
		const recorded = path.join(folder, 'recorded');
		mkdirSync(recorded);
		const preload = pathToFileURL(path.join(repository, 'bench', 'record-cpu.mjs')).href;
		const env = { NODE_OPTIONS: `--import=${preload}`, GATELOCK_BENCH_CPU: recorded };
		const ran = await gatelock(['run', '--tag', 'full'], { cwd: folder, env, tree });
		if (ran.exitCode !== 0) throw new Error(`gatelock run --tag full ended with exit code ${ran.exitCode}.`);
		const harnessMs = readdirSync(recorded).reduce(
			(sum, file) => sum + Number(readFileSync(path.join(recorded, file), 'utf8')),
			0,
		);
		return { ran, harnessMs };
	});
	return { wallMs: ran.wallMs, cpuMs: ran.cpuMs, harnessMs, gatewaysMs: ran.cpuMs - harnessMs };
}

/** Wall time relative to what the cores could do at best with the gateways alone. Pure. */
export function wallRatio({ wallMs, gatewaysMs }: Cost): number {
	return wallMs / (gatewaysMs / cores);
}

/** What the kit itself costs over the full tier on the reference gateway. */
export async function measureCost(): Promise<Measurement> {
	const [loadBefore = 0] = loadavg();
	const cost = await costOf(repository);
	const [loadAfter = 0] = loadavg();
	return {
		title: 'Cost of the full tier on the reference gateway',
		head: ['wall time', 'CPU of the harness', 'CPU of the gateways', 'harness / gateways', 'wall / (gateways / cores)'],
		rows: [
			[
				seconds(cost.wallMs),
				seconds(cost.harnessMs),
				seconds(cost.gatewaysMs),
				`${((cost.harnessMs / cost.gatewaysMs) * 100).toFixed(0)} %`,
				wallRatio(cost).toFixed(2),
			],
		],
		notes: [
			'Tracers, wrappers and occupants count as gateways. An idle process counts nowhere.',
			`Load average ${loadBefore.toFixed(1)} before and ${loadAfter.toFixed(1)} after, on ${cores} cores. Other work on the machine increases the last column and the harness's share.`,
		],
	};
}

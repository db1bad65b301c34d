import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { gatelock, inFolder, repository, seconds } from './command.ts';
import type { Measurement } from './table.ts';

const cores = availableParallelism();

/**
 * What the kit itself costs over `full` on the reference gateway. A preload in the harness's own processes writes down
 * what each of them used; gateways never get it, since their environment is an allow-list. The rest is theirs.
 */
export async function measureCost(): Promise<Measurement> {
	const [loadBefore = 0] = loadavg();
	const { ran, harnessMs } = await inFolder(async (folder) => {
		const told = path.join(folder, 'told');
		mkdirSync(told);
		const preload = pathToFileURL(path.join(repository, 'bench', 'tell-cpu.mjs')).href;
		const env = { NODE_OPTIONS: `--import=${preload}`, GATELOCK_BENCH_TOLD: told };
		const ran = await gatelock(['run', '--tag', 'full'], { cwd: folder, env });
		if (ran.exitCode !== 0) throw new Error(`gatelock run --tag full ended with exit code ${ran.exitCode}.`);
		const harnessMs = readdirSync(told).reduce(
			(sum, file) => sum + Number(readFileSync(path.join(told, file), 'utf8')),
			0,
		);
		return { ran, harnessMs };
	});
	const [loadAfter = 0] = loadavg();
	const gatewaysMs = ran.cpuMs - harnessMs;
	return {
		title: 'Cost of `full` on the reference gateway',
		head: ['wall time', 'CPU of the harness', 'CPU of the gateways', 'harness / gateways', 'wall / (gateways / cores)'],
		rows: [
			[
				seconds(ran.wallMs),
				seconds(harnessMs),
				seconds(gatewaysMs),
				`${((harnessMs / gatewaysMs) * 100).toFixed(0)} %`,
				(ran.wallMs / (gatewaysMs / cores)).toFixed(2),
			],
		],
		notes: [
			'Tracers, wrappers and occupants count as the gateways’; what is asleep counts as nobody’s.',
			`Load average ${loadBefore.toFixed(1)} before and ${loadAfter.toFixed(1)} after, on ${cores} cores: work of others makes the last column, and what the harness needs to look, larger.`,
		],
	};
}

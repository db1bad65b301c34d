import { rmSync } from 'node:fs';
import path from 'node:path';
import type { ProjectConfig } from '../config/project-config.ts';
import { explorationPort } from '../explore/exploration-port.ts';
import { type ExplorerPool, explorers } from '../explore/jobs.ts';
import { waitingPasses } from '../explore/phases.ts';
import { Pool } from '../workers/pool.ts';
import type { GatewayOptions, MeasuredRun } from './measured-run.ts';
import { withMeasuredSession } from './measured-session.ts';

/** How the explorers work, besides what is judged. */
interface ExploreSettings {
	readonly workers: number;
	readonly steadyMs: number;
	readonly patienceMs: number;
	/** Judge a build by its own era's contract, too. */
	readonly byBoth?: boolean;
}

/**
 * Goes into namespaces, measures the gateway, and explores with a pool of workers.
 *
 * @returns What the work returns: the exit code.
 * @throws UsageError when strace does not work here.
 */
export async function withExplorers(
	options: GatewayOptions & ExploreSettings,
	config: ProjectConfig,
	work: (run: MeasuredRun, pool: ExplorerPool) => Promise<number>,
): Promise<number> {
	return await withMeasuredSession({ ...options, needs: 'strace' }, config, async (run) => {
		const { context } = run;
		const blobs = path.join(context.runFolder, 'contents');
		const { steadyMs, patienceMs, workers } = options;
		const port = await explorationPort(context.isolation);
		const pool = new Pool(explorers, { context, port, blobs, steadyMs, patienceMs }, workers, {
			extra: waitingPasses.length,
		});
		// An interrupt ends the process at once.
		const forget = () => rmSync(blobs, { recursive: true, force: true });
		process.once('exit', forget);
		try {
			return await work(run, pool);
		} finally {
			pool.end();
			forget();
			process.off('exit', forget);
		}
	});
}

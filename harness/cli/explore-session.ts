import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { resolveGateway } from '../builds/resolve-gateway.ts';
import type { ProjectConfig } from '../config/project-config.ts';
import { explorationPort, Pool } from '../explore/pool.ts';
import type { CrashReport } from '../report/crash-report.ts';
import { exitCodeFor } from '../report/exit-code.ts';
import type { RaceReport } from '../report/race-report.ts';
import type { StormReport } from '../report/storm-report.ts';
import { enterIsolation } from './enter-isolation.ts';
import { type GatewayOptions, type MeasuredRun, withMeasuredRun } from './measured-run.ts';

/** How the explorers work, besides what is judged. */
export interface ExploreSettings {
	readonly workers: number;
	readonly steadyMs: number;
	readonly patienceMs: number;
}

/**
 * Goes into namespaces, measures the gateway, and explores with a pool of workers.
 *
 * @returns What the work returns: the exit code.
 */
export async function withPool(
	options: GatewayOptions & ExploreSettings,
	config: ProjectConfig,
	work: (run: MeasuredRun, pool: Pool) => Promise<number>,
	{ needsStrace = true }: { readonly needsStrace?: boolean } = {},
): Promise<number> {
	const gateway = await resolveGateway(options, process.cwd(), {
		say: (text) => process.stderr.write(`${text}\n`),
		recipes: config.recipes,
	});
	const needs = needsStrace ? ({ needs: 'strace' } as const) : {};
	return await enterIsolation([...gateway.visible], async (isolation) => {
		return await withMeasuredRun({ options, config, gateway, ...needs }, isolation, async (run) => {
			const { context } = run;
			const blobs = path.join(context.runFolder, 'contents');
			const { steadyMs, patienceMs, workers } = options;
			const pool = new Pool({ context, port: await explorationPort(isolation), blobs, steadyMs, patienceMs }, workers);
			try {
				return await work(run, pool);
			} finally {
				pool.end();
				rmSync(blobs, { recursive: true, force: true });
			}
		});
	});
}

/**
 * Writes the report of an exploration or a storm into its folder, and where else it is wanted, and tells it.
 *
 * @returns The exit code.
 */
export function publish(
	report: CrashReport | RaceReport | StormReport,
	{ text, json }: { readonly text: string; readonly json: string | null },
): number {
	const stored = `${JSON.stringify(report, null, '\t')}\n`;
	writeFileSync(path.join(report.folder, `${report.kind}.json`), stored);
	if (json !== null) writeFileSync(json, stored);
	process.stdout.write(`${text}\n`);
	return exitCodeFor(report.verdict);
}

import path from 'node:path';
import type { Shadow } from '../arena/namespaces.ts';
import { resolveGateway } from '../builds/resolve-gateway.ts';
import type { ProjectConfig } from '../config/project-config.ts';
import { exitCodeFor } from '../report/exit-code.ts';
import { buildRunReport } from './build-run-report.ts';
import { concurrencyFor, oneForEachCore } from './cases-at-once.ts';
import { enterIsolation, isInside } from './enter-isolation.ts';
import { maskFile } from './mask-blob.ts';
import { type Asked, type CaseOptions, type MeasuredRun, withMeasuredRun } from './measured-run.ts';
import { publishReport, silenceCommands } from './publish-report.ts';
import type { RunOptions } from './run-options.ts';
import { passInside, selectionInside, selectScenarios } from './select-scenarios.ts';
import { type HostedRun, hostCases } from './vitest-host.ts';

/** Vitest's own report of a shard, in the run's folder: what `gatelock merge` puts together. */
export const blobName = 'vitest-blob.json';

/** What a replay wants besides. */
export interface RunExtras {
	readonly cases?: Partial<CaseOptions>;
	readonly shadow?: Shadow;
	/** Told what came of the cases, once the report is out. */
	after?(hosted: HostedRun, versions: Readonly<Record<string, string>>): void;
}

/**
 * `gatelock run`: obtains the gateway, goes into namespaces where they work, measures the gateway, runs the scenarios,
 * and tells what came of it.
 *
 * @returns The exit code.
 */
export async function run(options: RunOptions, config: ProjectConfig, extras: RunExtras = {}): Promise<number> {
	const selection = isInside()
		? selectionInside(process.cwd(), config)
		: await selectScenarios(options, process.cwd(), config);
	passInside(selection);
	// Inside there is no network: a build comes from the cache that the outside has filled.
	const gateway = await resolveGateway(options, process.cwd(), {
		say: (text) => process.stderr.write(`${text}\n`),
		recipes: config.recipes,
	});
	const asked = { options, config, gateway };
	const { repeat, retries, keep } = options;
	const once = { untilFail: false, strace: false, pauseAt: null };
	const cases = { repeat, retries, keep, ...once, wanted: selection.wanted, ...extras.cases };
	const settings = { cases, look: options.look, shard: options.shard ?? undefined, byBoth: true };
	return await enterIsolation(
		[...gateway.visible, ...selection.files],
		async (isolation) => {
			silenceCommands();
			return await withMeasuredRun(asked, isolation, (run) => runCases(asked, run, selection.files, extras), settings);
		},
		extras.shadow,
	);
}

async function runCases(
	{ options }: Asked<RunOptions>,
	run: MeasuredRun,
	files: readonly string[],
	extras: RunExtras,
): Promise<number> {
	const { context, contract, control, view, startedAt, versions } = run;
	const blob = options.shard === null ? {} : { blob: path.join(context.runFolder, blobName) };
	const concurrency = concurrencyFor(options.workers, oneForEachCore(), context.baseline);
	const hosted = await hostCases({ files, context, concurrency, listener: view, ...blob });
	if (blob.blob !== undefined) maskFile(blob.blob);
	view.end();
	const durationMs = performance.now() - startedAt;
	const report = buildRunReport({ context, control, hosted, durationMs, versions });
	publishReport(report, contract, options);
	extras.after?.(hosted, versions);
	// A shard may have nothing to do: that is no lack of a verdict.
	if (options.shard !== null && report.cases.length === 0) return exitCodeFor('pass');
	return exitCodeFor(report.verdict, options);
}

import path from 'node:path';
import type { Isolation } from '../arena/isolation.ts';
import { exitCodeFor } from '../report/exit-code.ts';
import { buildRunReport } from './build-run-report.ts';
import { concurrencyFor, oneForEachCore } from './cases-at-once.ts';
import { hostCases } from './host-cases.ts';
import { maskFile } from './mask-blob.ts';
import { type Asked, type MeasuredRun, withMeasuredRun } from './measured-run.ts';
import { publishReport, silenceCommands } from './publish-report.ts';
import type { RunExtras } from './run.ts';
import type { RunOptions } from './run-options.ts';
import { selectionInside, selectScenarios, wasSelected } from './select-scenarios.ts';

/** Vitest's own report of a shard, in the run's folder: what `gatelock merge` puts together. */
export const blobName = 'vitest-blob.json';

/**
 * The part of `gatelock run` that happens inside the isolation: chooses the scenarios, measures the gateway, runs the
 * cases and reports them.
 *
 * @returns The exit code.
 */
export async function runInside(asked: Asked<RunOptions>, isolation: Isolation, extras: RunExtras): Promise<number> {
	const { options, config } = asked;
	const selection = wasSelected()
		? selectionInside(process.cwd(), config)
		: await selectScenarios(options, process.cwd(), config, isolation);
	silenceCommands();
	const { repeat, retries, keep } = options;
	const once = { untilFail: false, strace: false, pauseAt: null };
	const cases = { repeat, retries, keep, ...once, wanted: selection.wanted, ...extras.cases };
	const settings = { cases, look: options.look, shard: options.shard ?? undefined, byBoth: true };
	return await withMeasuredRun(asked, isolation, (run) => runCases(asked, run, selection.files, extras), settings);
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

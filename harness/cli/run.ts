import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { resolveGateway } from '../builds/resolve-gateway.ts';
import type { ProjectConfig } from '../config/project-config.ts';
import type { Contract } from '../contract/contract.ts';
import { exitCodeFor } from '../report/exit-code.ts';
import { renderJUnit } from '../report/junit.ts';
import type { Report } from '../report/report.ts';
import { renderReport } from '../report/terminal.ts';
import { buildRunReport } from './build-run-report.ts';
import { enterIsolation, isInside } from './enter-isolation.ts';
import { type Asked, type MeasuredRun, withMeasuredRun } from './measured-run.ts';
import type { RunOptions } from './run-options.ts';
import { passInside, selectionInside, selectScenarios } from './select-scenarios.ts';
import { versions } from './versions.ts';
import { hostCases } from './vitest-host.ts';

/**
 * `gatelock run`: obtains the gateway, goes into namespaces where they work, measures the gateway, runs the scenarios,
 * and tells what came of it.
 *
 * @returns The exit code.
 */
export async function run(options: RunOptions, config: ProjectConfig): Promise<number> {
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
	const cases = { repeat: options.repeat, keep: options.keep, wanted: selection.wanted, byBoth: true };
	return await enterIsolation([...gateway.visible, ...selection.files], async (isolation) => {
		return await withMeasuredRun(asked, isolation, (measured) => runCases(asked, measured, selection.files), cases);
	});
}

async function runCases(
	{ options, gateway }: Asked<RunOptions>,
	run: MeasuredRun,
	files: readonly string[],
): Promise<number> {
	const { context, contract, control, view, startedAt } = run;
	const hosted = await hostCases({ files, context, workers: options.workers, listener: view });
	view.end();
	const durationMs = performance.now() - startedAt;
	const report = buildRunReport({ context, control, hosted, durationMs, versions: versions(gateway) });
	publish(report, contract, options, context.runFolder);
	return exitCodeFor(report.verdict);
}

function publish(report: Report, contract: Contract, options: RunOptions, runFolder: string): void {
	const json = `${JSON.stringify(report, null, '\t')}\n`;
	mkdirSync(runFolder, { recursive: true });
	writeFileSync(path.join(runFolder, 'report.json'), json);
	if (options.json !== null) writeFileSync(options.json, json);
	if (options.junit !== null) writeFileSync(options.junit, renderJUnit(report));
	const color = process.stdout.isTTY === true && !process.env.NO_COLOR;
	const columns = process.stdout.columns ?? 100;
	process.stdout.write(`${renderReport(report, contract, { color, columns })}\n`);
}

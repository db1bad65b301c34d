import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Isolation, isolationSchema, isolationVariable } from '../arena/isolation.ts';
import { probeNamespaces, relaunchInNamespaces } from '../arena/namespaces.ts';
import { probeCapabilities } from '../arena/probe-capabilities.ts';
import type { RunContext } from '../arena/run-context.ts';
import { findContract } from '../contract/index.ts';
import { limitsFor } from '../contract/limits.ts';
import { calibrate } from '../gateway/calibrate.ts';
import { exitCodeFor } from '../report/exit-code.ts';
import { renderJUnit } from '../report/junit.ts';
import type { Report } from '../report/report.ts';
import { renderReport } from '../report/terminal.ts';
import { buildRunReport } from './build-run-report.ts';
import { type ResolvedGateway, resolveGateway } from './gateway-option.ts';
import { watchForInterrupt } from './interrupt.ts';
import { ProgressView } from './progress-view.ts';
import { makeRunFolder } from './run-folder.ts';
import type { RunOptions } from './run-options.ts';
import { selectScenarios } from './select-scenarios.ts';
import { versions } from './versions.ts';
import { hostCases } from './vitest-host.ts';

/** Hands the obtained gateway to the relaunched run, which has no network to obtain it again. */
const gatewayVariable = 'GATELOCK_GATEWAY';

/**
 * `gatelock run`: obtains the gateway, goes into namespaces where they work, measures the gateway, runs the scenarios,
 * and tells what came of it.
 *
 * @returns The exit code.
 */
export async function run(options: RunOptions): Promise<number> {
	const inside = process.env[isolationVariable];
	if (inside !== undefined) {
		const gateway = resolveGateway.parse(process.env[gatewayVariable] ?? '');
		return await runInside(options, isolationSchema.parse(JSON.parse(inside)), gateway);
	}
	const selected = selectScenarios(options, process.cwd());
	const gateway = await resolveGateway(options, process.cwd());
	const needed = [process.cwd(), tmpdir(), ...gateway.visible, ...selected.files];
	const reason =
		process.env.GATELOCK_NAMESPACES === 'off'
			? 'switched off by GATELOCK_NAMESPACES=off'
			: await probeNamespaces(needed);
	if (reason === null) {
		return await relaunchInNamespaces({
			needed,
			pdeathsig: true,
			environment: { [gatewayVariable]: JSON.stringify(gateway) },
		});
	}
	const isolation: Isolation = {
		kind: 'process-groups',
		reason,
		arenaRoot: path.join(tmpdir(), `gatelock-${process.pid}`),
	};
	return await runInside(options, isolation, gateway);
}

async function runInside(options: RunOptions, isolation: Isolation, gateway: ResolvedGateway): Promise<number> {
	const startedAt = performance.now();
	const { runId, runFolder } = makeRunFolder(process.cwd());
	const interrupt = watchForInterrupt(isolation);
	const view = new ProgressView(process.stderr);
	const contract = findContract(options.contract);
	const selected = selectScenarios(options, process.cwd());
	const context: RunContext = {
		runId,
		runFolder,
		gateway: { text: gateway.text, words: gateway.words, environment: gateway.environment },
		contract: contract.id,
		limits: limitsFor(contract, { coldStartMs: 0, warmStartMs: 0, failStartMs: null }, options.limits),
		baseline: null,
		isolation,
		capabilities: await probeCapabilities(isolation),
		warmHome: gateway.warmHome,
		visible: gateway.visible,
		seed: options.seed,
		repeat: options.repeat,
		keep: options.keep,
		filters: [...options.filters],
		tags: [...options.tags],
		repeatOptions: gateway.repeatOptions,
	};
	try {
		const { baseline, control, warmHome } = await calibrate(context, contract, (step) =>
			view.note(`measuring the gateway: ${step}`),
		);
		const measured = { ...context, baseline, warmHome, limits: limitsFor(contract, baseline, options.limits) };
		const hosted = await hostCases({
			files: selected.files,
			context: measured,
			workers: options.workers,
			listener: view,
		});
		view.end();
		const report = buildRunReport({
			context: measured,
			control,
			hosted,
			durationMs: performance.now() - startedAt,
			versions: versions(gateway),
		});
		publish(report, options, runFolder);
		return exitCodeFor(report.verdict);
	} finally {
		view.end();
		interrupt.dispose();
	}
}

function publish(report: Report, options: RunOptions, runFolder: string): void {
	const json = `${JSON.stringify(report, null, '\t')}\n`;
	writeFileSync(path.join(runFolder, 'report.json'), json);
	if (options.json !== null) writeFileSync(options.json, json);
	if (options.junit !== null) writeFileSync(options.junit, renderJUnit(report));
	const color = process.stdout.isTTY === true && !process.env.NO_COLOR;
	const columns = process.stdout.columns ?? 100;
	process.stdout.write(`${renderReport(report, findContract(report.contract), { color, columns })}\n`);
}

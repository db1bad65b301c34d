import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Isolation, isolationSchema, isolationVariable } from '../arena/isolation.ts';
import { probeNamespaces, relaunch, relaunchInNamespaces } from '../arena/namespaces.ts';
import { probeCapabilities } from '../arena/probe-capabilities.ts';
import type { RunContext } from '../arena/run-context.ts';
import { loadWarmHome, saveWarmHome } from '../builds/warm-home.ts';
import { contractOf, type ProjectConfig } from '../config/project-config.ts';
import type { Contract } from '../contract/contract.ts';
import { limitsFor } from '../contract/limits.ts';
import { calibrate, type HomeKeeper } from '../gateway/calibrate.ts';
import { exitCodeFor, exitCodes } from '../report/exit-code.ts';
import { renderJUnit } from '../report/junit.ts';
import type { Report } from '../report/report.ts';
import { renderReport } from '../report/terminal.ts';
import { buildRunReport } from './build-run-report.ts';
import { type ResolvedGateway, resolveGateway } from './gateway-option.ts';
import { watchForInterrupt } from './interrupt.ts';
import { cliMessages } from './messages.ts';
import { ProgressView } from './progress-view.ts';
import { makeRunFolder } from './run-folder.ts';
import type { RunOptions } from './run-options.ts';
import { selectScenarios } from './select-scenarios.ts';
import { versions } from './versions.ts';
import { hostCases, scenarioFiles } from './vitest-host.ts';

/** Set to `off` to run without namespaces where they would work. */
const namespacesVariable = 'GATELOCK_NAMESPACES';

/**
 * `gatelock run`: obtains the gateway, goes into namespaces where they work, measures the gateway, runs the scenarios,
 * and tells what came of it.
 *
 * @returns The exit code.
 */
export async function run(options: RunOptions, config: ProjectConfig): Promise<number> {
	const inside = process.env[isolationVariable];
	const files =
		inside === undefined
			? (await selectScenarios(options, process.cwd(), config)).files
			: scenarioFiles(process.cwd(), config);
	// Inside there is no network: a build comes from the cache that the outside has filled.
	const gateway = await resolveGateway(options, process.cwd(), {
		say: (text) => process.stderr.write(`${text}\n`),
		recipes: config.recipes,
	});
	const asked = { options, config, gateway };
	if (inside !== undefined) return await runInside(asked, isolationSchema.parse(JSON.parse(inside)));
	const needed = [process.cwd(), tmpdir(), ...gateway.visible, ...files];
	const reason = await whyNoNamespaces(needed);
	if (reason === null) return told(await relaunchInNamespaces(needed));
	const isolation: Isolation = {
		kind: 'process-groups',
		reason,
		arenaRoot: path.join(tmpdir(), `gatelock-${process.pid}`),
	};
	try {
		return told(await relaunch(isolation));
	} finally {
		removeArenaRoot(isolation);
	}
}

/** A code that is in no table is not the harness's own: it was ended from outside, and that must not go unsaid. */
function told(code: number): number {
	if (Object.values<number>(exitCodes).includes(code)) return code;
	process.stderr.write(`gatelock: ${cliMessages.harnessEnded(code)}\n`);
	return exitCodes.invalid;
}

async function whyNoNamespaces(needed: readonly string[]): Promise<string | null> {
	if (process.env[namespacesVariable] === 'off') return `switched off by ${namespacesVariable}=off`;
	return await probeNamespaces(needed);
}

interface Asked {
	readonly options: RunOptions;
	readonly config: ProjectConfig;
	readonly gateway: ResolvedGateway;
}

async function runInside({ options, config, gateway }: Asked, isolation: Isolation): Promise<number> {
	const startedAt = performance.now();
	const { runId, runFolder } = makeRunFolder(process.cwd());
	const interrupt = watchForInterrupt();
	const view = new ProgressView(process.stderr);
	const contract = contractOf(config, options.contract);
	const warm = gateway.build === null ? null : await loadWarmHome(gateway.build);
	const context: RunContext = {
		runId,
		runFolder,
		gateway: { text: gateway.text, words: [...gateway.words], environment: { ...gateway.environment } },
		contract: contract.id,
		project: config.file === null ? null : process.cwd(),
		limits: limitsFor(contract, { coldStartMs: 0, warmStartMs: 0, failStartMs: null }, options.limits),
		baseline: null,
		clientLifeMs: null,
		isolation,
		capabilities: await probeCapabilities(isolation),
		warmHome: warm === null ? null : { home: warm.home, tmp: warm.tmp },
		visible: [...gateway.visible],
		seed: options.seed,
		repeat: options.repeat,
		keep: options.keep,
		listOnly: false,
		filters: [...options.filters],
		tags: [...options.tags],
		repeatOptions: repeatOptions(options, config, gateway),
	};
	try {
		const { baseline, control, warmHome, clientLifeMs } = await calibrate(context, contract, {
			say: (step) => view.note(`measuring the gateway: ${step}`),
			knownColdStartMs: warm?.marker.coldStartMs ?? null,
			keepHome: keeperFor(gateway),
		});
		const measured = {
			...context,
			baseline,
			warmHome,
			clientLifeMs,
			limits: limitsFor(contract, baseline, options.limits),
		};
		const hosted = await hostCases({
			files: scenarioFiles(process.cwd(), config),
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
		publish(report, contract, options, runFolder);
		return exitCodeFor(report.verdict);
	} finally {
		view.end();
		interrupt.dispose();
	}
}

/** In namespaces the arenas' file system ends with them. */
function removeArenaRoot(isolation: Isolation): void {
	if (isolation.kind === 'process-groups') rmSync(isolation.arenaRoot, { recursive: true, force: true });
}

/** A build's warmed home is stored beside it, for later runs too; any other gateway's lives as long as the run. */
function keeperFor({ build }: ResolvedGateway): HomeKeeper | null {
	if (build === null) return null;
	return async (folders, times) => await saveWarmHome(build, folders, times);
}

/** What must be said again so that a case is repeated exactly. */
function repeatOptions(options: RunOptions, config: ProjectConfig, gateway: ResolvedGateway): string {
	const limits = Object.entries(options.limits).map(([clause, limitMs]) => `--limit ${clause}=${limitMs}ms`);
	const contract = options.contract === config.contract ? [] : [`--contract ${options.contract}`];
	return [gateway.repeatOptions, ...contract, ...limits, `--seed ${options.seed}`]
		.filter((part) => part !== '')
		.join(' ');
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

import type { Isolation } from '../arena/isolation.ts';
import { probeCapabilities } from '../arena/probe-capabilities.ts';
import type { RunContext } from '../arena/run-context.ts';
import type { ResolvedGateway } from '../builds/resolve-gateway.ts';
import { loadWarmHome, saveWarmHome } from '../builds/warm-home.ts';
import { chooseContracts } from '../config/choose-contracts.ts';
import type { ProjectConfig } from '../config/project-config.ts';
import type { Contract } from '../contract/contract.ts';
import { limitsFor } from '../contract/limits.ts';
import { calibrate, type HomeKeeper } from '../gateway/calibrate.ts';
import { watchForInterrupt } from './interrupt.ts';
import { ownProgram } from './own-program.ts';
import { ProgressView } from './progress-view.ts';
import { makeRunFolder } from './run-folder.ts';
import type { RunOptions } from './run-options.ts';

/** The part of the options that says what is judged, and how. */
export type GatewayOptions = Pick<RunOptions, 'gateway' | 'build' | 'contract' | 'limits' | 'seed'>;

/** What a command was asked for. */
export interface Asked<Options extends GatewayOptions = GatewayOptions> {
	readonly options: Options;
	readonly config: ProjectConfig;
	readonly gateway: ResolvedGateway;
}

/** A gateway that was measured, ready for whatever is to be done with it. */
export interface MeasuredRun {
	readonly context: RunContext;
	readonly contract: Contract;
	/** What two instances at once did. */
	readonly control: string;
	readonly view: ProgressView;
	/** Since when the run lasts, on the clock of `performance.now()`. */
	readonly startedAt: number;
}

/** How cases are run, besides what is judged. */
export interface CaseOptions extends Pick<RunContext, 'repeat' | 'keep' | 'wanted'> {
	/** Whether a build's cases are judged by the second of its contracts too. */
	readonly byBoth: boolean;
}

const everyCaseOnce: CaseOptions = { repeat: 1, keep: false, wanted: null, byBoth: false };

/**
 * Makes the run's folder, measures the gateway and does the work; on every way out what was made is ended.
 *
 * @returns What the work returns: the exit code.
 */
export async function withMeasuredRun(
	{ options, config, gateway }: Asked,
	isolation: Isolation,
	work: (run: MeasuredRun) => Promise<number>,
	{ byBoth, ...cases }: CaseOptions = everyCaseOnce,
): Promise<number> {
	const startedAt = performance.now();
	const { runId, runFolder } = makeRunFolder(process.cwd());
	const interrupt = watchForInterrupt();
	const view = new ProgressView(process.stderr);
	const { asked: contract, also } = chooseContracts(config, options.contract, gateway.build);
	const warm = gateway.build === null ? null : await loadWarmHome(gateway.build);
	const context: RunContext = {
		runId,
		runFolder,
		gateway: { text: gateway.text, words: [...gateway.words], environment: { ...gateway.environment } },
		contract: contract.id,
		project: config.file === null ? null : process.cwd(),
		limits: limitsFor(contract, { coldStartMs: 0, warmStartMs: 0, failStartMs: null }, options.limits),
		also: null,
		baseline: null,
		clientLifeMs: null,
		isolation,
		capabilities: await probeCapabilities(isolation),
		warmHome: warm === null ? null : { home: warm.home, tmp: warm.tmp },
		visible: [...gateway.visible],
		seed: options.seed,
		...cases,
		listOnly: false,
		program: ownProgram(),
		repeatOptions: repeatOptions({ options, config, gateway }),
	};
	try {
		const { baseline, control, warmHome, clientLifeMs } = await calibrate(context, contract, {
			say: (step) => view.note(`measuring the gateway: ${step}`),
			knownColdStartMs: warm?.marker.coldStartMs ?? null,
			keepHome: keeperFor(gateway),
		});
		const limits = limitsFor(contract, baseline, options.limits);
		const second =
			also === null || !byBoth ? null : { contract: also.id, limits: limitsFor(also, baseline, options.limits) };
		const measured = { ...context, baseline, warmHome, clientLifeMs, limits, also: second };
		return await work({ context: measured, contract, control, view, startedAt });
	} finally {
		view.end();
		interrupt.dispose();
	}
}

/** A build's warmed home is stored beside it, for later runs too; any other gateway's lives as long as the run. */
function keeperFor({ build }: ResolvedGateway): HomeKeeper | null {
	if (build === null) return null;
	return async (folders, times) => await saveWarmHome(build, folders, times);
}

/** What must be said again so that a case is repeated exactly. */
function repeatOptions({ options, config, gateway }: Asked): string {
	const limits = Object.entries(options.limits).map(([clause, limitMs]) => `--limit ${clause}=${limitMs}ms`);
	const contract = options.contract === config.contract ? [] : [`--contract ${options.contract}`];
	return [gateway.repeatOptions, ...contract, ...limits, `--seed ${options.seed}`]
		.filter((part) => part !== '')
		.join(' ');
}

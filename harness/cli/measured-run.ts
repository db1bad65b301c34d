import type { CapabilityName } from '../arena/capabilities.ts';
import type { Isolation } from '../arena/isolation.ts';
import { probeCapabilities } from '../arena/probe-capabilities.ts';
import type { RunContext } from '../arena/run-context.ts';
import type { ResolvedGateway } from '../builds/resolve-gateway.ts';
import { loadWarmHome, saveWarmHome } from '../builds/warm-home.ts';
import { chooseContracts } from '../config/choose-contracts.ts';
import type { ProjectConfig } from '../config/project-config.ts';
import type { Contract } from '../contract/contract.ts';
import { type Limit, limitsFor } from '../contract/limits.ts';
import { calibrate, type HomeKeeper } from '../gateway/calibrate.ts';
import { runsVariable } from '../releases/judge-release.ts';
import { UsageError } from './errors.ts';
import { type Interrupt, watchForInterrupt } from './interrupt.ts';
import { runFolderMessages } from './messages.ts';
import { ownProgram } from './own-program.ts';
import { type ProgressLook, ProgressView } from './progress-view.ts';
import { makeRunFolder } from './run-folder.ts';
import type { RunOptions } from './run-options.ts';
import type { Shard } from './shard.ts';
import { versions } from './versions.ts';
import { watchPause } from './watch-pause.ts';
import { writeRunRecord } from './write-run-record.ts';

/** The part of the options that says what is judged, and how. */
export type GatewayOptions = Pick<RunOptions, 'gateway' | 'build' | 'contract' | 'limits' | 'seed'>;

/** What a command was asked for. */
export interface Asked<Options extends GatewayOptions = GatewayOptions> {
	readonly options: Options;
	readonly config: ProjectConfig;
	readonly gateway: ResolvedGateway;
	/** Without this nothing of what was asked for can be done. */
	readonly needs?: CapabilityName | undefined;
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
	readonly versions: Readonly<Record<string, string>>;
	readonly interrupt: Interrupt;
}

/** How cases are run, besides what is judged. */
export type CaseOptions = Pick<
	RunContext,
	'repeat' | 'retries' | 'untilFail' | 'keep' | 'strace' | 'pauseAt' | 'wanted'
> & {
	/** The limits of an earlier run, instead of those that follow from what is measured now. */
	readonly limits?: readonly Limit[];
};

/** What a command may say besides. */
export interface RunSettings {
	readonly cases?: CaseOptions;
	readonly look?: ProgressLook;
	readonly shard?: Shard | undefined;
	/** Whether a build's cases are judged by the second of its contracts too. */
	readonly byBoth?: boolean;
}

const everyCaseOnce: CaseOptions = {
	repeat: 1,
	retries: 0,
	untilFail: false,
	keep: false,
	strace: false,
	pauseAt: null,
	wanted: null,
};

/**
 * Makes the run's folder, measures the gateway and does the work; on every way out what was made is ended.
 *
 * @returns What the work returns: the exit code.
 * @throws UsageError before anything is measured or made, when this machine lacks what is needed.
 */
export async function withMeasuredRun(
	{ options, config, gateway, needs }: Asked,
	isolation: Isolation,
	work: (run: MeasuredRun) => Promise<number>,
	{ cases = everyCaseOnce, look = 'normal', shard, byBoth = false }: RunSettings = {},
): Promise<number> {
	const startedAt = performance.now();
	const capabilities = await probeCapabilities(isolation, gateway.visible);
	const missing = needs === undefined ? null : capabilities[needs];
	if (missing !== null) throw new UsageError('gatelock', 'explore', `with a working ${needs} (${missing})`);
	const { runId, runFolder, removed } = makeRunFolder(process.env[runsVariable] ?? process.cwd(), config.retention);
	const beganAt = new Date().toISOString();
	const interrupt = watchForInterrupt();
	const view = new ProgressView(process.stderr, look);
	if (removed.length > 0) view.say(runFolderMessages.removed(removed, config.retention));
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
		capabilities,
		warmHome: warm === null ? null : { home: warm.home, tmp: warm.tmp },
		visible: [...gateway.visible],
		seed: options.seed,
		...withoutLimits(cases),
		listOnly: false,
		program: ownProgram(),
		repeatOptions: repeatOptions({ options, config, gateway }),
	};
	const pause = watchPause(runFolder, interrupt);
	try {
		const { baseline, control, warmHome, clientLifeMs } = await calibrate(context, contract, {
			say: (step) => view.note(`measuring the gateway: ${step}`),
			knownColdStartMs: warm?.marker.coldStartMs ?? null,
			keepHome: keeperFor(gateway),
		});
		const limits = limitsFor(contract, baseline, options.limits);
		const second =
			also === null || !byBoth ? null : { contract: also.id, limits: limitsFor(also, baseline, options.limits) };
		const measured = {
			...context,
			baseline,
			warmHome,
			clientLifeMs,
			limits: [...(cases.limits ?? limits)],
			also: second,
		};
		const known = await versions(gateway);
		writeRunRecord(measured, { beganAt, control, versions: known, asked: options, shard });
		return await work({ context: measured, contract, control, view, startedAt, versions: known, interrupt });
	} finally {
		pause[Symbol.dispose]();
		view.end();
		interrupt.dispose();
	}
}

function withoutLimits({ limits: _, ...rest }: CaseOptions): Omit<CaseOptions, 'limits'> {
	return rest;
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

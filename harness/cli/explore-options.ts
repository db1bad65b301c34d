import { parseDuration } from '../config/duration.ts';
import { noConfig, type ProjectConfig } from '../config/project-config.ts';
import { type Phase, phases } from '../explore/phases.ts';
import { UsageError } from './errors.ts';
import { parseRunOptions, type RawRunOptions, type RunOptions, wholeNumber } from './run-options.ts';

/** `gatelock explore crashes` as understood. */
export interface ExploreCrashesOptions
	extends Pick<RunOptions, 'gateway' | 'build' | 'contract' | 'limits' | 'seed' | 'workers' | 'json'> {
	readonly phases: readonly Phase[];
	readonly levels: 1 | 2;
	readonly isPruned: boolean;
	readonly isKilling: boolean;
	/** A single point, to be done again by a real SIGKILL. */
	readonly point: string | null;
	readonly repeat: number;
	readonly patienceMs: number;
	readonly steadyMs: number;
}

/** What commander hands over. */
export interface RawExploreOptions extends Omit<RawRunOptions, 'repeat'> {
	readonly phase?: readonly string[];
	readonly levels?: string;
	readonly prune?: boolean;
	readonly kill?: boolean;
	readonly point?: string;
	readonly schedule?: string;
	readonly repeat?: string;
	readonly patience?: string;
	readonly steady?: string;
}

/** `gatelock explore races` as understood. */
export interface ExploreRacesOptions
	extends Pick<RunOptions, 'gateway' | 'build' | 'contract' | 'limits' | 'seed' | 'workers' | 'json'> {
	/** A single schedule, to be run again. */
	readonly schedule: string | null;
	readonly repeat: number;
}

/** Longer than the longest lockout that is known to end by itself, which takes 30 s. */
const defaultPatience = '45s';
/** Three rounds of a heartbeat a second. */
const defaultSteady = '3s';
const maxRepeat = 1_000;
const pointShape = /^(?:[a-zA-Z0-9-]+:\d+\/)*[a-zA-Z0-9-]+:\d+$/;

/** @throws UsageError or DurationError that name the option, the value and what is allowed. */
export function parseExploreOptions(raw: RawExploreOptions, config: ProjectConfig = noConfig): ExploreCrashesOptions {
	const { repeat, ...others } = raw;
	const { gateway, build, contract, limits, seed, workers, json } = parseRunOptions([], others, config);
	if (raw.point !== undefined && !pointShape.test(raw.point)) {
		throw new UsageError('--point', raw.point, 'a point as a report names it, e.g. startup:3 or startup:12/recovery:4');
	}
	return {
		...{ gateway, build, contract, limits, seed, workers, json },
		phases: parsePhases(raw.phase ?? []),
		levels: raw.levels === undefined ? 1 : (wholeNumber('--levels', raw.levels, 1, 2) as 1 | 2),
		isPruned: raw.prune ?? true,
		isKilling: raw.kill ?? false,
		point: raw.point ?? null,
		repeat: repeat === undefined ? 1 : wholeNumber('--repeat', repeat, 1, maxRepeat),
		patienceMs: parseDuration(raw.patience ?? defaultPatience, '--patience'),
		steadyMs: parseDuration(raw.steady ?? defaultSteady, '--steady'),
	};
}

const scheduleShape = /^(?:clean|(?:[a-zA-Z0-9-]+:\d+\/)*[a-zA-Z0-9-]+:\d+)~(?:start|stop):\d+$/;
/** A rate of 19 in 20 can be told from a lesser one. */
const defaultRaceRepeat = 20;

/** @throws UsageError or DurationError that name the option, the value and what is allowed. */
export function parseRaceOptions(raw: RawExploreOptions, config: ProjectConfig = noConfig): ExploreRacesOptions {
	const { repeat, ...others } = raw;
	const { gateway, build, contract, limits, seed, workers, json } = parseRunOptions([], others, config);
	if (raw.schedule !== undefined && !scheduleShape.test(raw.schedule)) {
		throw new UsageError(
			'--schedule',
			raw.schedule,
			'a schedule as a report names it, e.g. clean~stop:3 or startup:12~start:7',
		);
	}
	return {
		...{ gateway, build, contract, limits, seed, workers, json },
		schedule: raw.schedule ?? null,
		repeat: repeat === undefined ? defaultRaceRepeat : wholeNumber('--repeat', repeat, 1, maxRepeat),
	};
}

function parsePhases(wanted: readonly string[]): Phase[] {
	const unknown = wanted.find((each) => !phases.some((phase) => phase === each));
	if (unknown !== undefined) throw new UsageError('--phase', unknown, phases.join(', '));
	return phases.filter((phase) => wanted.length === 0 || wanted.includes(phase));
}

import { parseDuration } from '../config/duration.ts';
import { noConfig, type ProjectConfig } from '../config/project-config.ts';
import { type Phase, passes, phases } from '../explore/phases.ts';
import { readPointName } from '../explore/point-name.ts';
import { readScheduleId } from '../explore/schedule.ts';
import { oneForEachCore } from './cases-at-once.ts';
import { UsageError } from './errors.ts';
import { parseRunOptions, type RawRunOptions, type RunOptions, wholeNumber } from './run-options.ts';

/** What every exploration takes from the options of a run. */
type CommonOptions = Pick<RunOptions, 'gateway' | 'build' | 'contract' | 'limits' | 'seed' | 'json'> & {
	readonly workers: number;
};

/** `gatelock explore crashes` as understood. */
export interface ExploreCrashesOptions extends CommonOptions {
	readonly phases: readonly Phase[];
	readonly levels: 1 | 2;
	readonly isPruned: boolean;
	readonly isKilling: boolean;
	/** A single point, to be done again by a real SIGKILL. */
	readonly point: string | null;
	readonly repeat: number;
	readonly patienceMs: number;
	readonly steadyMs: number;
	/** How long states are started from; null until all are settled. */
	readonly durationMs: number | null;
}

/** What commander hands over. */
export interface RawExploreOptions extends Omit<RawRunOptions, 'repeat'> {
	readonly phase?: readonly string[];
	readonly levels?: string;
	readonly prune?: boolean;
	readonly kill?: boolean;
	readonly point?: string;
	readonly schedule?: string;
	readonly preemptions?: string;
	readonly schedules?: string;
	readonly duration?: string;
	readonly repeat?: string;
	readonly patience?: string;
	readonly steady?: string;
}

/** `gatelock explore races` as understood. */
export interface ExploreRacesOptions extends CommonOptions {
	/** A single schedule, to be run again. */
	readonly schedule: string | null;
	/** 2: the other contender is held in its turn, too. */
	readonly preemptions: 1 | 2;
	/** No more schedules than this, repeats aside. */
	readonly schedules: number;
	/** How long new schedules are begun; null without such a limit. */
	readonly durationMs: number | null;
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
	const common = parseCommon(raw, config);
	if (raw.point !== undefined && !isPoint(raw.point)) {
		const names = [...passes].join(', ');
		throw new UsageError(
			'--point',
			raw.point,
			`a point as a report names it, e.g. startup:3 or startup:12/recovery:4, of ${names}; or by its call, e.g. startup:openat home/main/x.lock`,
		);
	}
	return {
		...common,
		phases: parsePhases(raw.phase ?? []),
		levels: raw.levels === undefined ? 1 : (wholeNumber('--levels', raw.levels, 1, 2) as 1 | 2),
		isPruned: raw.prune ?? true,
		isKilling: raw.kill ?? false,
		point: raw.point ?? null,
		repeat: parseRepeat(raw.repeat, 1),
		patienceMs: parseDuration(raw.patience ?? defaultPatience, '--patience'),
		steadyMs: parseDuration(raw.steady ?? defaultSteady, '--steady'),
		durationMs: raw.duration === undefined ? null : parseDuration(raw.duration, '--duration'),
	};
}

/** A rate of 19 in 20 can be told from a lesser one. */
const defaultRaceRepeat = 20;
const maxSchedules = 100_000;

/** @throws UsageError or DurationError that name the option, the value and what is allowed. */
export function parseRaceOptions(raw: RawExploreOptions, config: ProjectConfig = noConfig): ExploreRacesOptions {
	const common = parseCommon(raw, config);
	if (raw.schedule !== undefined && readScheduleId(raw.schedule) === null) {
		throw new UsageError(
			'--schedule',
			raw.schedule,
			'a schedule as a report names it, e.g. clean~stop:bind or startup:12~start:unlink home/main/gateway.lock#2',
		);
	}
	return {
		...common,
		schedule: raw.schedule ?? null,
		preemptions: raw.preemptions === undefined ? 1 : (wholeNumber('--preemptions', raw.preemptions, 1, 2) as 1 | 2),
		schedules: raw.schedules === undefined ? maxSchedules : wholeNumber('--schedules', raw.schedules, 1, maxSchedules),
		durationMs: raw.duration === undefined ? null : parseDuration(raw.duration, '--duration'),
		repeat: parseRepeat(raw.repeat, defaultRaceRepeat),
	};
}

function isPoint(text: string): boolean {
	if (readPointName(text) !== null) return true;
	const steps = text.split('/').map((step) => step.split(':')[0]);
	return pointShape.test(text) && steps.every((name) => passes.some((pass) => pass === name));
}

function parsePhases(wanted: readonly string[]): Phase[] {
	const unknown = wanted.find((each) => !phases.some((phase) => phase === each));
	if (unknown !== undefined) throw new UsageError('--phase', unknown, phases.join(', '));
	return phases.filter((phase) => wanted.length === 0 || wanted.includes(phase));
}

/** The options that mean the same as those of a run; its repeats are something else. */
function parseCommon({ repeat: _, ...raw }: RawExploreOptions, config: ProjectConfig): CommonOptions {
	const { gateway, build, contract, limits, seed, workers, json } = parseRunOptions([], raw, config);
	return { gateway, build, contract, limits, seed, workers: workers ?? oneForEachCore(), json };
}

function parseRepeat(text: string | undefined, otherwise: number): number {
	return text === undefined ? otherwise : wholeNumber('--repeat', text, 1, maxRepeat);
}

import { realpathSync } from 'node:fs';
import { contractChoices } from '../config/choose-contracts.ts';
import { parseDuration } from '../config/duration.ts';
import { noConfig, type ProjectConfig } from '../config/project-config.ts';
import { readCheckpoint, type StormCheckpoint } from '../storm/checkpoint.ts';
import { oneForEachCore } from './cases-at-once.ts';
import { UsageError } from './errors.ts';
import { parseRunOptions, type RawRunOptions, type RunOptions, wholeNumber } from './run-options.ts';

/** `gatelock storm` as understood. */
export interface StormCommandOptions
	extends Pick<RunOptions, 'gateway' | 'build' | 'contract' | 'limits' | 'seed' | 'json'> {
	readonly workers: number;
	readonly durationMs: number;
	readonly steps: number;
	/** A single story, to be run again. */
	readonly path: string | null;
	readonly repeat: number;
	readonly keepsGoing: boolean;
	/** The run to go on from, with what it has reached. */
	readonly resumed: { readonly folder: string; readonly checkpoint: StormCheckpoint } | null;
}

/** What commander hands over. */
export interface RawStormOptions extends Omit<RawRunOptions, 'repeat'> {
	readonly duration?: string;
	readonly steps?: string;
	readonly path?: string;
	readonly repeat?: string;
	readonly keepGoing?: boolean;
	readonly resume?: string;
}

const defaultDuration = '60s';
/** Long enough for two crashes and a race between them, short enough for some twenty stories a minute. */
export const defaultSteps = 10;
const maxSteps = 100;
/** A story that breaks one time in two is seen to in 31 cases of 32. */
const defaultRepeat = 5;
const maxRepeat = 1_000;
const pathShape = /^\d{1,9}(?::\d{1,9})*$/;

/** What a checkpoint says already: another word of it would make the stories other ones. */
const fixedByCheckpoint = ['gateway', 'build', 'contract', 'limit', 'seed', 'steps', 'path'] as const;

/** @throws UsageError or DurationError that name the option, the value and what is allowed. */
export function parseStormOptions(raw: RawStormOptions, config: ProjectConfig = noConfig): StormCommandOptions {
	const { repeat, ...others } = raw;
	const { gateway, build, contract, limits, seed, workers, json } = parseRunOptions([], others, config);
	if (raw.path !== undefined && !pathShape.test(raw.path)) {
		throw new UsageError(
			'--path',
			raw.path,
			'a path as a report names it, e.g. 17 or 17:0:3, with the --seed of the report',
		);
	}
	if (raw.path !== undefined && raw.seed === undefined) {
		throw new UsageError('--path', raw.path, 'a path together with the --seed of the report');
	}
	const resumed = raw.resume === undefined ? null : resume(raw, raw.resume, config);
	return {
		...{ gateway, build, contract, limits, seed, workers: workers ?? oneForEachCore(), json },
		steps: raw.steps === undefined ? defaultSteps : wholeNumber('--steps', raw.steps, 1, maxSteps),
		...(resumed?.checkpoint.asked ?? {}),
		durationMs: parseDuration(raw.duration ?? defaultDuration, '--duration'),
		path: raw.path ?? null,
		repeat: repeat === undefined ? defaultRepeat : wholeNumber('--repeat', repeat, 1, maxRepeat),
		keepsGoing: raw.keepGoing ?? false,
		resumed,
	};
}

function resume(raw: RawStormOptions, folder: string, config: ProjectConfig): StormCommandOptions['resumed'] {
	const checkpoint = readCheckpoint(folder);
	if (checkpoint === null) {
		throw new UsageError(
			'--resume',
			folder,
			'the run folder of a storm (.gatelock/<run>), which holds a checkpoint.json',
		);
	}
	const again = fixedByCheckpoint.find((option) => raw[option] !== undefined);
	if (again !== undefined) {
		throw new UsageError(`--${again}`, String(raw[again]), 'nothing beside --resume, which knows it');
	}
	if (!contractChoices(config).includes(checkpoint.asked.contract)) {
		throw new UsageError('--resume', folder, `a storm judged by ${contractChoices(config).join(', ')}`);
	}
	// `latest` is another folder as soon as this run has one.
	return { folder: realpathSync(folder), checkpoint };
}

import { availableParallelism } from 'node:os';
import path from 'node:path';
import type { ProjectConfig } from '../config/project-config.ts';
import { parseRunOptions, wholeNumber } from './run-options.ts';

/** What `matrix` and `bisect` have in common. */
export interface ComparisonCommandOptions {
	readonly contracts: readonly string[];
	readonly limits: readonly string[];
	readonly filters: readonly string[];
	readonly tags: readonly string[];
	readonly seed: number;
	readonly repeat: number;
	/** Builds at the same time. */
	readonly jobs: number;
	/** Cases of a build at the same time. */
	readonly workers: number;
	/** Where judgements are stored. */
	readonly store: string;
	/** Nothing stored is believed. */
	readonly fresh: boolean;
	readonly json: string | null;
}

/** What commander hands over. */
export interface RawComparisonOptions {
	readonly contract?: readonly string[];
	readonly limit?: readonly string[];
	readonly case?: readonly string[];
	readonly tag?: readonly string[];
	readonly seed?: string;
	readonly repeat?: string;
	readonly jobs?: string;
	readonly workers?: string;
	readonly store?: string;
	readonly fresh?: boolean;
	readonly json?: string;
}

/** Below the project's folder, where it outlives runs. */
const defaultStore = path.join('.gatelock', 'releases');
const defaultTag = 'quick';
const maxJobs = 64;
/** A build that is judged takes about so many cores: two cases at once, each with a starting gateway and its observer. */
const coresForOneBuild = 4;

/** @throws UsageError or DurationError that name the option, the value and what is allowed. */
export function parseComparisonOptions(raw: RawComparisonOptions, config: ProjectConfig): ComparisonCommandOptions {
	const contracts = [...new Set(raw.contract ?? [config.contract])];
	const filters = raw.case ?? [];
	const tags = raw.tag ?? (filters.length > 0 ? [] : [defaultTag]);
	// Whatever `run` refuses is refused here, before the first build is fetched.
	const asRun = (contract: string) =>
		parseRunOptions(
			filters,
			{
				contract,
				tag: tags,
				limit: raw.limit ?? [],
				...(raw.seed === undefined ? {} : { seed: raw.seed }),
				...(raw.repeat === undefined ? {} : { repeat: raw.repeat }),
				...(raw.workers === undefined ? {} : { workers: raw.workers }),
				...(raw.json === undefined ? {} : { json: raw.json }),
			},
			config,
		);
	const [first = asRun(config.contract)] = contracts.map(asRun);
	const cores = availableParallelism();
	const jobs =
		raw.jobs === undefined
			? Math.max(1, Math.floor(cores / coresForOneBuild))
			: wholeNumber('--jobs', raw.jobs, 1, maxJobs);
	return {
		contracts,
		limits: raw.limit ?? [],
		filters,
		tags,
		seed: first.seed,
		repeat: first.repeat,
		jobs,
		workers: (raw.workers === undefined ? null : first.workers) ?? Math.max(1, Math.floor(cores / jobs)),
		store: path.resolve(raw.store ?? defaultStore),
		fresh: raw.fresh ?? false,
		json: first.json,
	};
}

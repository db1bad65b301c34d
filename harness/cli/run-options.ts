import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { contractChoices } from '../config/choose-contracts.ts';
import { parseDuration } from '../config/duration.ts';
import { noConfig, type ProjectConfig } from '../config/project-config.ts';
import { type LimitedClauseId, limitedClauseIds } from '../contract/clause-lists.ts';
import { type FileReporter, type ReporterName, reporterNames } from '../report/reporter-names.ts';
import { UsageError } from './errors.ts';
import type { ProgressLook } from './progress-view.ts';
import { parseShard, type Shard } from './shard.ts';

/** `gatelock run` as understood. */
export interface RunOptions {
	readonly filters: readonly string[];
	readonly gateway: string | null;
	readonly build: string | null;
	readonly contract: string;
	readonly limits: Partial<Record<LimitedClauseId, number>>;
	readonly tags: readonly string[];
	readonly seed: number;
	readonly repeat: number;
	/** Null when nobody said it. */
	readonly workers: number | null;
	readonly json: string | null;
	readonly junit: string | null;
	readonly html: string | null;
	readonly markdown: string | null;
	readonly tap: string | null;
	readonly compact: string | null;
	readonly reporter: ReporterName;
	readonly look: ProgressLook;
	readonly retries: number;
	readonly allowFlaky: boolean;
	readonly shard: Shard | null;
	readonly keep: boolean;
}

/** What commander hands over. */
export interface RawRunOptions {
	readonly gateway?: string;
	readonly build?: string;
	readonly contract?: string;
	readonly limit?: readonly string[];
	readonly tag?: readonly string[];
	readonly seed?: string;
	readonly repeat?: string;
	readonly workers?: string;
	readonly json?: string;
	readonly junit?: string;
	readonly html?: string;
	readonly markdown?: string;
	readonly tap?: string;
	readonly compact?: string;
	readonly reporter?: string;
	readonly quiet?: boolean;
	readonly verbose?: boolean;
	readonly retries?: string;
	readonly allowFlaky?: boolean;
	readonly shard?: string;
	readonly keep?: boolean;
}

const maxSeed = 2 ** 31 - 1;
const maxRepeat = 10_000;
const maxWorkers = 64;
const maxRetries = 20;

/**
 * What the command line says, and where it says nothing, the project's config file.
 *
 * @throws UsageError or DurationError that name the option, the value and what is allowed.
 */
export function parseRunOptions(
	filters: readonly string[],
	raw: RawRunOptions,
	config: ProjectConfig = noConfig,
): RunOptions {
	if (raw.gateway !== undefined && raw.build !== undefined) {
		throw new UsageError('--build', raw.build, 'one of --gateway and --build, not both');
	}
	const contract = raw.contract ?? config.contract;
	if (!contractChoices(config).includes(contract)) {
		throw new UsageError('--contract', contract, contractChoices(config).join(', '));
	}
	if (raw.repeat !== undefined && raw.retries !== undefined) {
		throw new UsageError(
			'--retries',
			raw.retries,
			'one of --repeat (run all cases again) and --retries (run failed ones again)',
		);
	}
	const gatewayNamed = raw.gateway !== undefined || raw.build !== undefined;
	const scenariosNamed = filters.length > 0 || (raw.tag ?? []).length > 0;
	return {
		filters: [...filters],
		gateway: gatewayNamed ? (raw.gateway ?? null) : config.gateway,
		build: gatewayNamed ? (raw.build ?? null) : config.build,
		contract,
		limits: { ...config.limits, ...parseLimits(raw.limit ?? []) },
		tags: [...(scenariosNamed ? (raw.tag ?? []) : config.tags)],
		seed: raw.seed === undefined ? Math.floor(Math.random() * maxSeed) : wholeNumber('--seed', raw.seed, 0, maxSeed),
		repeat: raw.repeat === undefined ? 1 : wholeNumber('--repeat', raw.repeat, 1, maxRepeat),
		workers: raw.workers === undefined ? config.workers : wholeNumber('--workers', raw.workers, 1, maxWorkers),
		...outputsOf(raw),
		retries: raw.retries === undefined ? 0 : wholeNumber('--retries', raw.retries, 0, maxRetries),
		allowFlaky: raw.allowFlaky ?? config.allowFlaky,
		shard: raw.shard === undefined ? null : parseShard(raw.shard),
		keep: raw.keep ?? false,
	};
}

/** Where and how the report is told. */
export type OutputOptions = Pick<
	RunOptions,
	'json' | 'junit' | 'markdown' | 'tap' | 'compact' | 'html' | 'reporter' | 'look'
>;

/** @throws UsageError */
export function outputsOf(raw: RawRunOptions): OutputOptions {
	if (raw.quiet && raw.verbose)
		throw new UsageError('--quiet', 'with --verbose', 'one of --quiet and --verbose, not both');
	const file = (name: FileReporter) => {
		const value = raw[name];
		return value === undefined ? null : outputFile(`--${name}`, value);
	};
	return {
		json: file('json'),
		junit: file('junit'),
		markdown: file('markdown'),
		tap: file('tap'),
		compact: file('compact'),
		html: raw.html === undefined ? null : outputFile('--html', raw.html),
		reporter: reporterNamed(raw.reporter ?? 'terminal'),
		look: raw.quiet ? 'quiet' : raw.verbose ? 'verbose' : 'normal',
	};
}

function reporterNamed(name: string): ReporterName {
	const known = reporterNames.find((each) => each === name);
	if (known === undefined) throw new UsageError('--reporter', name, reporterNames.join(', '));
	return known;
}

function parseLimits(texts: readonly string[]): RunOptions['limits'] {
	const limits: Partial<Record<LimitedClauseId, number>> = {};
	for (const text of texts) {
		const [name = '', duration] = text.split(/=(.*)/s);
		const clause = limitedClauseIds.find((id) => id === name);
		if (clause === undefined || duration === undefined) {
			throw new UsageError('--limit', text, `<clause>=<duration> with a clause of ${limitedClauseIds.join(', ')}`);
		}
		limits[clause] = parseDuration(duration, `--limit ${name}`);
	}
	return limits;
}

export function wholeNumber(option: string, text: string, least: number, most: number): number {
	const number = Number(text);
	if (!/^\d+$/.test(text) || number < least || number > most) {
		throw new UsageError(option, text, `a whole number from ${least} to ${most}`);
	}
	return number;
}

/** The file of an option that writes one, absolute. */
export function outputFile(option: string, file: string): string {
	const full = path.resolve(file);
	const folder = path.dirname(full);
	if (!existsSync(folder) || !statSync(folder).isDirectory())
		throw new UsageError(option, file, 'a file in a folder that exists');
	if (existsSync(full) && statSync(full).isDirectory()) throw new UsageError(option, file, 'a file, not a folder');
	return full;
}

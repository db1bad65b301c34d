import { existsSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { contractChoices } from '../config/choose-contracts.ts';
import { parseDuration } from '../config/duration.ts';
import { noConfig, type ProjectConfig } from '../config/project-config.ts';
import { type LimitedClauseId, limitedClauseIdSchema, limitedClauseIds } from '../contract/clause-ids.ts';
import { UsageError } from './errors.ts';

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
	readonly workers: number;
	readonly json: string | null;
	readonly junit: string | null;
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
	readonly keep?: boolean;
}

const maxSeed = 2 ** 31 - 1;
const maxRepeat = 10_000;
const maxWorkers = 64;

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
		workers:
			raw.workers === undefined
				? (config.workers ?? Math.max(1, availableParallelism()))
				: wholeNumber('--workers', raw.workers, 1, maxWorkers),
		json: raw.json === undefined ? null : outputFile('--json', raw.json),
		junit: raw.junit === undefined ? null : outputFile('--junit', raw.junit),
		keep: raw.keep ?? false,
	};
}

function parseLimits(texts: readonly string[]): RunOptions['limits'] {
	const limits: Partial<Record<LimitedClauseId, number>> = {};
	for (const text of texts) {
		const [name = '', duration] = text.split(/=(.*)/s);
		const clause = limitedClauseIdSchema.safeParse(name);
		if (!clause.success || duration === undefined) {
			throw new UsageError('--limit', text, `<clause>=<duration> with a clause of ${limitedClauseIds.join(', ')}`);
		}
		limits[clause.data] = parseDuration(duration, `--limit ${name}`);
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

function outputFile(option: string, file: string): string {
	const full = path.resolve(file);
	const folder = path.dirname(full);
	if (!existsSync(folder) || !statSync(folder).isDirectory())
		throw new UsageError(option, file, 'a file in a folder that exists');
	if (existsSync(full) && statSync(full).isDirectory()) throw new UsageError(option, file, 'a file, not a folder');
	return full;
}

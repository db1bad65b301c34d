import { existsSync } from 'node:fs';
import path from 'node:path';
import type { ProjectConfig } from '../config/project-config.ts';
import { type ClauseId, clauseIds, eraClauseIds } from '../contract/clause-lists.ts';
import type { GitChoice } from '../releases/git-releases.ts';
import {
	type ComparisonCommandOptions,
	parseComparisonOptions,
	type RawComparisonOptions,
} from './comparison-options.ts';
import { UsageError } from './errors.ts';
import { wholeNumber } from './run-options.ts';

/** `gatelock bisect` as understood. */
export interface BisectCommandOptions extends Omit<ComparisonCommandOptions, 'contracts' | 'jobs' | 'repeat'> {
	readonly contract: string;
	/** The package; null over a checkout. */
	readonly name: string | null;
	readonly git: GitChoice | null;
	readonly good: string;
	readonly bad: string;
	readonly clauses: readonly ClauseId[];
	readonly confirm: number;
	readonly betas: boolean;
}

/** What commander hands over. */
export interface RawBisectOptions extends Omit<RawComparisonOptions, 'jobs' | 'repeat'> {
	readonly good?: string;
	readonly bad?: string;
	readonly clause?: readonly string[];
	readonly confirm?: string;
	readonly betas?: boolean;
	readonly git?: string;
	readonly buildCommand?: string;
	readonly gateway?: string;
}

/** Three looks at each neighbour: a bug that shows every second time is missed once in eight. */
const defaultConfirm = 3;
const maxConfirm = 20;

/** @throws UsageError or DurationError that name the option, the value and what is allowed. */
export function parseBisectOptions(
	name: string | undefined,
	raw: RawBisectOptions,
	config: ProjectConfig,
): BisectCommandOptions {
	if ((name === undefined) === (raw.git === undefined)) {
		throw new UsageError('bisect', name ?? '', 'the name of a package, or --git <folder>; not both');
	}
	for (const option of ['buildCommand', 'gateway'] as const) {
		if (raw[option] !== undefined && raw.git === undefined) {
			throw new UsageError(
				option === 'gateway' ? '--gateway' : '--build-command',
				raw[option],
				'it together with --git',
			);
		}
	}
	const { contracts, jobs: _jobs, repeat: _repeat, ...common } = parseComparisonOptions(raw, config);
	const [contract = config.contract, second] = contracts;
	if (second !== undefined) throw new UsageError('--contract', second, 'one contract');
	return {
		...common,
		// Which scenarios a clause needs is found out later, when nothing was said about them.
		tags: raw.clause === undefined || raw.tag !== undefined ? common.tags : [],
		contract,
		name: name ?? null,
		git: raw.git === undefined ? null : checkout(raw.git, raw),
		good: needed('--good', raw.good),
		bad: needed('--bad', raw.bad),
		clauses: (raw.clause ?? []).map((text) => clauseNamed(text, config)),
		confirm: raw.confirm === undefined ? defaultConfirm : wholeNumber('--confirm', raw.confirm, 1, maxConfirm),
		betas: raw.betas ?? false,
	};
}

function checkout(folder: string, { buildCommand, gateway }: RawBisectOptions): GitChoice {
	const full = path.resolve(folder);
	if (!existsSync(path.join(full, '.git'))) throw new UsageError('--git', folder, 'the folder of a git checkout');
	if (gateway !== undefined && !gateway.includes('{checkout}')) {
		throw new UsageError(
			'--gateway',
			gateway,
			'a command with the hole {checkout}, which is each revision’s own folder',
		);
	}
	return { folder: full, buildCommand: buildCommand ?? null, gateway: gateway ?? null };
}

function needed(option: string, value: string | undefined): string {
	if (value === undefined || value === '')
		throw new UsageError(option, value ?? '', 'a version, or with --git a revision');
	return value;
}

function clauseNamed(text: string, config: ProjectConfig): ClauseId {
	const known: readonly ClauseId[] = [...clauseIds, ...eraClauseIds, ...config.clauses.map(({ id }) => id)];
	const clause = known.find((each) => each === text);
	if (clause === undefined) throw new UsageError('--clause', text, known.join(', '));
	return clause;
}

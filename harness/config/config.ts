import type { Recipe } from '../builds/recipe.ts';
import type { BuiltInClauseId, LimitedClauseId } from '../contract/clause-ids.ts';
import type { Contract } from '../contract/contract.ts';
import type { OwnClause } from '../judge/own-clause.ts';

/**
 * What `gatelock.config.ts` may say. Everything is optional, and an option on the command line wins over it. Paths are
 * relative to the file.
 */
export interface GatelockConfig {
	/** What to judge: any program, as after `--gateway`. */
	readonly gateway?: string;
	/** What to judge: `<name>@<version>` or a folder, as after `--build`. Not together with `gateway`. */
	readonly build?: string;
	/** Id of the contract to judge by: one of the kit's, or one of `contracts`. */
	readonly contract?: string;
	/** Other time limits: milliseconds, or a text such as `'2s'`. */
	readonly limits?: Readonly<Partial<Record<LimitedClauseId, number | string>>>;
	/** Only scenarios with one of these tags. Holds as long as the command line has neither `--tag` nor a filter. */
	readonly tags?: readonly string[];
	/** Cases at the same time. */
	readonly workers?: number;
	/** Folders with scenario files of your own; by default `scenarios`. */
	readonly scenarios?: string | readonly string[];
	/** False leaves out the scenarios that the kit brings. */
	readonly kitScenarios?: boolean;
	/** How much of earlier runs stays in `.gatelock`: 20 runs and 1,000 MB, if it does not say otherwise. */
	readonly keep?: { readonly runs?: number; readonly megabytes?: number };
	/** True: flaky cases, if nothing is worse, end the run with exit code 0. */
	readonly allowFlaky?: boolean;
	/** Clauses of your own (`defineClause`). */
	readonly clauses?: readonly OwnClause[];
	/** Contracts of your own (`defineContract`). */
	readonly contracts?: readonly Contract[];
	/** How packages of your own are installed and run, for `build`. */
	readonly recipes?: readonly Recipe[];
}

/**
 * Types the config file: `export default defineConfig({ … })`.
 *
 * @remarks Since 0.1.0
 */
export function defineConfig(config: GatelockConfig): GatelockConfig {
	return config;
}

/** A contract that says only in what it differs from another one. */
export interface ContractChanges
	extends Partial<Omit<Contract, 'id' | 'title' | 'source' | 'clauses' | 'messages' | 'limits'>> {
	readonly id: string;
	readonly title: string;
	/** The document that it was taken from. */
	readonly source: string;
	readonly clauses?: Readonly<Partial<Record<BuiltInClauseId, Partial<Contract['clauses'][BuiltInClauseId]>>>>;
	readonly messages?: Partial<Contract['messages']>;
	readonly limits?: Readonly<Partial<Contract['limits']>>;
}

/**
 * A contract of your own that differs from another in what `changes` says; name it in `contracts` of the config file.
 *
 * @remarks Since 0.1.0
 */
export function defineContract(base: Contract, changes: ContractChanges): Contract {
	const clauses = { ...base.clauses };
	for (const [id, change] of Object.entries(changes.clauses ?? {})) {
		const clause = id as BuiltInClauseId;
		const { wording: _, source: __, ...rest } = base.clauses[clause];
		// Other words are not quoted from where the base's are.
		clauses[clause] = change.quote === undefined ? { ...base.clauses[clause], ...change } : { ...rest, ...change };
	}
	return {
		...base,
		...changes,
		clauses,
		messages: { ...base.messages, ...changes.messages },
		limits: { ...base.limits, ...changes.limits },
	};
}

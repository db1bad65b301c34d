import type { Recipe } from '../builds/recipe.ts';
import { recipes as kitRecipes } from '../builds/recipes/all.ts';
import type { LimitedClauseId } from '../contract/clause-ids.ts';
import type { Contract } from '../contract/contract.ts';
import { defaultContractId, contracts as kitContracts, UnknownContractError } from '../contract/index.ts';
import type { OwnClause } from '../judge/own-clause.ts';
import { withOwnClauses } from '../judge/with-own-clauses.ts';

/** How much of the earlier runs is kept. */
export interface Retention {
	/** How many runs, the current one among them. */
	readonly runs: number;
	/** What the earlier ones may weigh together. */
	readonly megabytes: number;
}

/** A config file as understood; with the defaults where it says nothing. */
export interface ProjectConfig {
	/** Null when the project has none. */
	readonly file: string | null;
	readonly gateway: string | null;
	readonly build: string | null;
	readonly contract: string;
	readonly limits: Readonly<Partial<Record<LimitedClauseId, number>>>;
	readonly tags: readonly string[];
	readonly workers: number | null;
	/** Absolute; null: `scenarios`, when there is one. */
	readonly scenarios: readonly string[] | null;
	readonly kitScenarios: boolean;
	readonly retention: Retention;
	/** A run that is flaky at worst ends with exit code 0. */
	readonly allowFlaky: boolean;
	readonly clauses: readonly OwnClause[];
	/** The kit's, and the project's own. */
	readonly contracts: ReadonlyMap<string, Contract>;
	/** The project's own come first, so that they win. */
	readonly recipes: readonly Recipe[];
}

/** A project without a config file. */
export const noConfig: ProjectConfig = {
	file: null,
	gateway: null,
	build: null,
	contract: defaultContractId,
	limits: {},
	tags: [],
	workers: null,
	scenarios: null,
	kitScenarios: true,
	retention: { runs: 20, megabytes: 1_000 },
	allowFlaky: false,
	clauses: [],
	contracts: kitContracts,
	recipes: kitRecipes,
};

/**
 * The contract of that id, the project's own among them, with the texts of the project's own clauses.
 *
 * @throws UnknownContractError
 */
export function contractOf(config: ProjectConfig, id: string): Contract {
	const contract = config.contracts.get(id);
	if (contract === undefined) throw new UnknownContractError(id, [...config.contracts.keys()]);
	return withOwnClauses(contract, config.clauses);
}

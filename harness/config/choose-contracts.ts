import { isInRange } from '../builds/date-version.ts';
import type { Contract } from '../contract/contract.ts';
import { defaultContractId } from '../contract/index.ts';
import { contractOf, type ProjectConfig } from './project-config.ts';

/** `--contract auto`: the contract of the build's own era. */
export const autoContract = 'auto';

/** What a build is called; all that decides about its era. */
export interface NamedBuild {
	readonly name: string;
	readonly version: string;
}

/** By what a run is judged. */
export interface ChosenContracts {
	/** Its findings decide about the verdict and the exit code. */
	readonly asked: Contract;
	/** Shown beside it; decides nothing. Null where nothing is to be compared. */
	readonly also: Contract | null;
}

/** The contract of the era that a build belongs to; null when no contract names it. The project's own come first. */
export function eraContractOf(config: ProjectConfig, { name, version }: NamedBuild): Contract | null {
	const names = (contract: Contract) =>
		(contract.builds ?? []).some((range) => range.name === name && isInRange(version, range));
	const found = [...config.contracts.values()].toReversed().find(names);
	return found === undefined ? null : contractOf(config, found.id);
}

/**
 * The contract that was asked for, and for a build the other of the two that matter: its era's, or the original document.
 * `auto` means the era's for a build that a contract names, and the original document for everything else.
 *
 * @throws UnknownContractError
 */
export function chooseContracts(config: ProjectConfig, asked: string, build: NamedBuild | null): ChosenContracts {
	const era = build === null ? null : eraContractOf(config, build);
	const original = contractOf(config, defaultContractId);
	const chosen = asked === autoContract ? (era ?? original) : contractOf(config, asked);
	if (build === null) return { asked: chosen, also: null };
	const other = chosen.id === era?.id ? original : era;
	return { asked: chosen, also: other === null || other.id === chosen.id ? null : other };
}

/** What `--contract` and a config file's `contract` accept. */
export function contractChoices(config: Pick<ProjectConfig, 'contracts'>): readonly string[] {
	return [...config.contracts.keys(), autoContract];
}

import { clawdbot202512 } from './clawdbot-2025-12.ts';
import type { Contract } from './contract.ts';

export const defaultContractId = clawdbot202512.id;

/** Every contract that `--contract` accepts, by id. */
export const contracts: ReadonlyMap<string, Contract> = new Map([clawdbot202512].map((each) => [each.id, each]));

/** A contract id that no contract bears. */
export class UnknownContractError extends Error {
	override readonly name = 'UnknownContractError';
	readonly id: string;
	readonly allowedIds: readonly string[];

	constructor(id: string, allowedIds: readonly string[]) {
		super(`There is no contract "${id}". Choose one of: ${allowedIds.join(', ')} (see "gatelock contracts").`);
		this.id = id;
		this.allowedIds = allowedIds;
	}
}

/** The contract of that id. Throws `UnknownContractError`. */
export function findContract(id: string): Contract {
	const contract = contracts.get(id);
	if (contract === undefined) throw new UnknownContractError(id, [...contracts.keys()]);
	return contract;
}

import { clawdbot202512 } from './clawdbot-2025-12.ts';
import { clawdbot20260121 } from './clawdbot-2026-01-21.ts';
import { clawdbot20260125 } from './clawdbot-2026-01-25.ts';
import type { Contract } from './contract.ts';
import { openclaw20260222 } from './openclaw-2026-02-22.ts';
import { openclaw20260427 } from './openclaw-2026-04-27.ts';
import { openclaw20260701 } from './openclaw-2026-07-01.ts';
import { openclaw20260715 } from './openclaw-2026-07-15.ts';
import { openclaw20260831 } from './openclaw-2026-08-31.ts';
import { openclaw20260918 } from './openclaw-2026-09-18.ts';

export const defaultContractId = clawdbot202512.id;

/** Every contract that `--contract` accepts, by id, in the order of their eras. */
export const contracts: ReadonlyMap<string, Contract> = new Map(
	[
		clawdbot202512,
		clawdbot20260121,
		clawdbot20260125,
		openclaw20260222,
		openclaw20260427,
		openclaw20260701,
		openclaw20260715,
		openclaw20260831,
		openclaw20260918,
	].map((each) => [each.id, each]),
);

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

import type { ClauseId } from './clause-ids.ts';
import type { Contract } from './contract.ts';

/** Whether the contract promises what this clause says. A project's own clauses are always meant. */
export function isPromised(contract: Contract, clause: ClauseId): boolean {
	return !(contract.unpromised ?? []).some((each) => each.clause === clause);
}

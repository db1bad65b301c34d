import type { Contract } from '../contract/contract.ts';
import type { OwnClause } from './own-clause.ts';

/** The contract with the texts of a project's own clauses, for reports. */
export function withOwnClauses(contract: Contract, ownClauses: readonly OwnClause[]): Contract {
	const texts = ownClauses.map(({ id, quote, judged, exercisedBy }) => [id, { quote, judged, exercisedBy }] as const);
	return { ...contract, clauses: { ...contract.clauses, ...Object.fromEntries(texts) } };
}

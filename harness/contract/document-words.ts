import type { Clause } from './contract.ts';

/** What is said of words that no document has. */
const inOwnWords = ' (in our words)';

/** A clause's words between the marks of a quotation; words of the contract's own are shown as such, without marks. */
export function documentWords({ quote, wording }: Clause, [open, close]: readonly [string, string] = ['', '']): string {
	return wording === 'own' ? `${quote}${inOwnWords}` : `${open}${quote}${close}`;
}

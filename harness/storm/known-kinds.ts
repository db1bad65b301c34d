import type { Finding } from '../judge/finding.ts';
import { sameness } from '../judge/sameness.ts';

/** Kinds of findings: clause and sentence, whatever the numbers and the homes in it. */
export class KnownKinds {
	readonly #kinds: Set<string>;

	constructor(kinds: readonly string[]) {
		this.#kinds = new Set(kinds);
	}

	readonly has = (finding: Finding): boolean => this.#kinds.has(kindOf(finding));

	add(findings: readonly Finding[]): void {
		for (const finding of findings) this.#kinds.add(kindOf(finding));
	}

	get all(): string[] {
		return [...this.#kinds];
	}
}

/** A story has gateways in several homes; a bug is the same one in each. */
function kindOf(finding: Finding): string {
	return sameness(finding).replaceAll(/\bhome\/[\w-]+/g, 'home/#');
}

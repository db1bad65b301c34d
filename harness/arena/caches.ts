import type { RunContext } from './run-context.ts';

/** Where a start finds what earlier ones compiled: a profile's folders, or others that a case sets on purpose. */
export interface CachePlace {
	readonly profile: string;
	readonly surroundings: Readonly<Record<string, string>>;
}

/**
 * Knows which starts of an arena come without the build's caches, because a case took them away and no warmed ones could be
 * laid back: a first start's time is all that they can be held to.
 */
export class Caches {
	readonly #matter: boolean;
	readonly #profiles = new Set<string>();
	readonly #taken = new Set<string>();
	readonly #served = new Set<string>();

	/** Without a limit of its own for a cold start none is told apart. */
	constructor({ limits, also }: Pick<RunContext, 'limits' | 'also'>) {
		this.#matter = [...limits, ...(also?.limits ?? [])].some(({ coldLimitMs }) => coldLimitMs !== undefined);
	}

	/** A home was made; `warmed` when the caches were laid into it. */
	made(profile: string, warmed: boolean): void {
		this.#profiles.add(profile);
		if (!warmed) this.#taken.add(profile);
	}

	/** Folders were emptied; `warmed` when the caches were laid back. */
	emptied(warmed: boolean): void {
		if (warmed) return;
		for (const profile of this.#profiles) this.#taken.add(profile);
		this.#served.clear();
	}

	isCold({ profile, surroundings }: CachePlace): boolean {
		if (!this.#matter) return false;
		const elsewhere = elsewhereOf(surroundings);
		return elsewhere === null ? this.#taken.has(profile) : !this.#served.has(elsewhere);
	}

	/** A start came to serve: what it compiled is there for the next one. */
	served({ profile, surroundings }: CachePlace): void {
		const elsewhere = elsewhereOf(surroundings);
		if (elsewhere === null) this.#taken.delete(profile);
		else this.#served.add(elsewhere);
	}
}

/** Folders that the case chose instead of the profile's; null when it did not. */
function elsewhereOf({ HOME, TMPDIR }: CachePlace['surroundings']): string | null {
	return HOME === undefined && TMPDIR === undefined ? null : `${HOME} ${TMPDIR}`;
}

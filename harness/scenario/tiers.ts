/** How much a scenario costs for what it shows; each tier holds those before it. */
export const tiers = ['quick', 'full', 'deep'] as const;
export type Tier = (typeof tiers)[number];

/** What `gatelock run` runs when it is not told what. */
export const defaultTier: Tier = 'full';

/** The tier that the tags name, else `full`. */
export function tierOf(tags: readonly string[]): Tier {
	return tiers.find((tier) => tags.includes(tier)) ?? defaultTier;
}

/** The tags by which a scenario is found: `quick` ones belong to `full`, and both to `deep`. */
export function effectiveTags(tags: readonly string[]): string[] {
	const own = tags.filter((tag) => !(tiers as readonly string[]).includes(tag));
	return [...tiers.slice(tiers.indexOf(tierOf(tags))), ...own];
}

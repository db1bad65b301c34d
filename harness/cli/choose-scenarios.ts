import { defaultTier } from '../scenario/tiers.ts';
import { UsageError } from './errors.ts';
import { filterScenarios, type NamedScenario, nearMatches } from './filter-scenarios.ts';
import { selectionMessages as allowed } from './messages.ts';
import type { RunOptions } from './run-options.ts';

interface ChoosableScenario extends NamedScenario {
	readonly tags: readonly string[];
}

/**
 * The scenarios that the filters and tags choose. Who names a scenario means it, whatever it costs; who names nothing
 * gets the default tier. Pure.
 *
 * @throws UsageError when a filter or a tag chooses none: what is misspelt must not be left out in silence.
 */
export function chooseScenarios<S extends ChoosableScenario>(
	listed: readonly S[],
	{ filters, tags }: Pick<RunOptions, 'filters' | 'tags'>,
): S[] {
	const known = [...new Set(listed.flatMap((scenario) => scenario.tags))].sort();
	const unknown = tags.find((tag) => !known.includes(tag));
	if (unknown !== undefined) throw new UsageError('--tag', unknown, allowed.tag(known));
	const isTagged = (scenario: S) => tags.length === 0 || tags.some((tag) => scenario.tags.includes(tag));
	const chosen = new Set(filters.flatMap((filter) => chosenBy(filter, listed, { isTagged, tags })));
	if (filters.length > 0) return listed.filter((scenario) => chosen.has(scenario));
	return listed.filter((scenario) => isTagged(scenario) && (tags.length > 0 || scenario.tags.includes(defaultTier)));
}

function chosenBy<S extends ChoosableScenario>(
	filter: string,
	listed: readonly S[],
	{ isTagged, tags }: { readonly isTagged: (scenario: S) => boolean; readonly tags: readonly string[] },
): S[] {
	const matching = filterScenarios(listed, filter);
	if (matching.length === 0) {
		const near = nearMatches(listed, filter);
		const names = near.length > 0 ? near : listed.map(({ id }) => id).sort();
		throw new UsageError('filter', filter, near.length > 0 ? allowed.nearFilter(names) : allowed.filter(names));
	}
	const chosen = matching.filter(isTagged);
	if (chosen.length === 0) throw new UsageError('filter', filter, allowed.taggedFilter(tags, matching));
	return chosen;
}

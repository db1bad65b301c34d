import type { DeclaredScenario } from './declared.ts';
import { effectiveTags } from './tiers.ts';
import type { ListedScenario } from './vitest-types.ts';

/** What a scenario says of itself. Pure. */
export function describeScenario({ id, title, options }: DeclaredScenario): ListedScenario {
	return {
		id,
		title,
		tags: effectiveTags(options.tags ?? []),
		asserts: [...options.asserts],
		shows: options.shows ?? '',
		covers: [...(options.covers ?? [])],
		needs: [...(options.needs ?? [])],
	};
}

import type { ScenarioStory } from '../../harness/scenario/declared.ts';
import type { ScenarioOptions } from '../../harness/scenario/scenario-options.ts';

/** A scenario as its file declares it. */
export interface CollectedScenario {
	readonly title: string;
	readonly options: ScenarioOptions;
	readonly body: ScenarioStory;
}

/** What the files that were imported so far declare, in order. */
export const collected: CollectedScenario[] = [];

/** Takes the place of the kit's `scenario`, which declares a test of Vitest: here it only notes what was declared. */
export function scenario(title: string, options: ScenarioOptions, body: ScenarioStory): void {
	collected.push({ title, options, body });
}

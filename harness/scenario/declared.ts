import type { ScenarioContext, ScenarioOptions } from './scenario-options.ts';

/** The story of a scenario: what happens to the gateways, not what must come of it. */
export type ScenarioStory = (context: ScenarioContext) => Promise<void>;

/** A scenario as its file declares it. */
export interface DeclaredScenario {
	readonly id: string;
	readonly title: string;
	readonly options: ScenarioOptions;
	readonly story: ScenarioStory;
	readonly mode: 'run' | 'only' | 'skip';
	/** Where `scenario()` was called: what is found is shown at the user's line, not at one of the kit. */
	readonly calledAt: string;
}

declare global {
	/** While scenario files are loaded without Vitest: takes what they declare. Shared by every copy of this module. */
	var gatelockDeclare: ((scenario: DeclaredScenario) => void) | undefined;
	/** The scenario file that is being loaded, where several share one Vitest module. */
	var gatelockFile: string | undefined;
}

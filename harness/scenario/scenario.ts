import type { DeclaredScenario, ScenarioStory } from './declared.ts';
import type { ScenarioOptions } from './scenario-options.ts';
import { slug } from './slug.ts';

type Scenario = (title: string, options: ScenarioOptions, story: ScenarioStory) => void;

/** Vitest sets it before it loads a test file; an environment variable would be inherited by `gatelock` under a test. */
const isUnderVitest = '__vitest_worker__' in globalThis;
/** Loading Vitest takes as long as some gateways do, and whoever declares a scenario elsewhere does not need it. */
const declareToVitest = isUnderVitest ? (await import('./vitest-scenario.ts')).declareToVitest : null;

/**
 * Tells a story about a gateway. The story only acts; the contract judges the record of it, every clause of it, whatever
 * `asserts` names. It runs under Vitest like any other test: `scenario.only` and `scenario.skip` are Vitest's.
 *
 * @throws Error when neither Gatelock nor Vitest has loaded the file.
 *
 * @remarks Since 0.1.0
 */
export const scenario: Scenario & { readonly only: Scenario; readonly skip: Scenario } = Object.assign(
	declareAs('run'),
	{ only: declareAs('only'), skip: declareAs('skip') },
);

function declareAs(mode: DeclaredScenario['mode']): Scenario {
	return function scenario(title, options, story) {
		const id = options.id ?? slug(title);
		const declared = { id, title, options, story, mode, calledAt: stackOf(scenario) };
		const declare = globalThis.gatelockDeclare ?? declareToVitest;
		if (declare === null) throw new Error('A scenario file is run by `gatelock run`, or by Vitest.');
		declare(declared);
	};
}

/** The stack of the call of `scenario()`. */
function stackOf(scenario: Scenario): string {
	const here = new Error();
	Error.captureStackTrace(here, scenario);
	return (here.stack ?? '').split('\n').slice(1).join('\n');
}

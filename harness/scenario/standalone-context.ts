import type { RunContext } from '../arena/run-context.ts';

/** Scenario files run with Vitest alone (an editor, `--watch`): not yet told by `gatelock run` what to judge. */
export function standaloneContext(): RunContext {
	throw new Error('not here yet');
}

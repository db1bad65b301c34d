import type { RunOptions } from './run-options.ts';
import { scenarioFiles } from './vitest-host.ts';

/** The scenario files of a run; which cases in them are wanted, each scenario decides by the filters itself. */
export function selectScenarios(_options: RunOptions, folder: string): { files: string[] } {
	return { files: scenarioFiles(folder) };
}

import { nodeProblem } from './node-version.ts';

/**
 * Imported before all else, where the kit is entered without its own program (which finds a newer Node for itself): by
 * Vitest, or by a config file. Otherwise an old Node fails somewhere inside, with words that explain nothing.
 */
const problem = nodeProblem(process.versions.node, process.execPath);
if (problem !== null) throw new Error(problem);

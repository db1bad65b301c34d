import { nodeProblem } from '../node-version.ts';
import { exitCodes } from '../report/exit-code.ts';

/** The program's own guard: started past `bin/gatelock.js`, which finds a newer Node, it says so and ends as after bad usage. */
const problem = nodeProblem(process.versions.node, process.execPath);
if (problem !== null) {
	process.stderr.write(`gatelock: ${problem}\n`);
	process.exit(exitCodes.badUsage);
}

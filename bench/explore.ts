import path from 'node:path';
import { z } from 'zod';
import { gatelock, type Ran, readJson, repository, type Tree } from './command.ts';

/** The part of a report that is measured: every revision that can be compared has it. */
const exploredSchema = z.object({
	durationMs: z.number(),
	completeness: z.object({ isComplete: z.boolean() }),
	totals: z.object({
		points: z.int(),
		distinctStates: z.int(),
		statesJudged: z.int(),
		findings: z.int(),
		invalid: z.int(),
		starts: z.int(),
	}),
	findings: z.array(z.object({ clause: z.string() })),
});

export interface Explored {
	readonly ran: Ran;
	readonly report: z.infer<typeof exploredSchema>;
}

/**
 * `gatelock explore crashes` with its report.
 *
 * @throws Error when it ended without one.
 */
export async function exploreCrashes(
	folder: string,
	options: readonly string[],
	tree: Tree = repository,
): Promise<Explored> {
	const json = path.join(folder, 'crashes.json');
	const ran = await gatelock(['explore', 'crashes', ...options, '--json', json], { cwd: folder, tree });
	if (ran.exitCode === null || ran.exitCode > 1) {
		throw new Error(`gatelock explore crashes ${options.join(' ')} ended with exit code ${ran.exitCode}.`);
	}
	return { ran, report: exploredSchema.parse(readJson(json)) };
}

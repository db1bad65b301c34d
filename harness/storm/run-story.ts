import type { RunContext } from '../arena/run-context.ts';
import { runCase } from '../scenario/run-case.ts';
import { actOut } from './act-out.ts';
import type { StoryJob, ToldStory } from './jobs.ts';

/** Runs a story as a case like any other: the whole contract judges it, and an unproved fault makes it invalid. */
export async function runStory(context: RunContext, { caseId, title, steps }: StoryJob): Promise<ToldStory> {
	let starts = 0;
	let notTaken = 0;
	const { result } = await runCase({
		...{ context, id: caseId, caseId, title, options: { asserts: [] } },
		story: async ({ arena }) => {
			try {
				notTaken = await actOut(steps, arena);
			} finally {
				starts = arena.instances.length;
			}
		},
	});
	const { verdict, reason, folder, clauses } = result;
	return {
		...{ verdict, starts, notTaken, findings: clauses.flatMap(({ findings }) => findings) },
		...(reason === undefined ? {} : { reason }),
		...(folder === undefined ? {} : { folder }),
	};
}

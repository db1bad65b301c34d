import path from 'node:path';
import { z } from 'zod';
import type { Instance } from '../gateway/instance.ts';
import { clauseResultSchema, verdictSchema } from '../judge/finding.ts';
import { judge } from '../judge/judge.ts';
import { verdictOf } from '../judge/verdict.ts';
import { holdContender } from './held-run.ts';
import { raceTexts } from './messages.ts';
import { type HeldRun, type Schedule, soloCallSchema } from './race-plan.ts';
import { recordTracedCalls } from './record-calls.ts';
import { tracedCalls } from './relevant-calls.ts';
import type { World } from './world.ts';

/** What came of one order of contenders. */
export const racedSchema = z.object({
	verdict: verdictSchema,
	reason: z.string().optional(),
	clauses: z.array(clauseResultSchema),
	/** Who was ready at the end of the story, in the order of their starts. */
	ready: z.array(z.string()),
	starts: z.int(),
	folder: z.string(),
});
export type Raced = z.infer<typeof racedSchema>;

/** Lets one contender run alone, and tells its calls. Closes the world. */
export const soloSchema = z.object({ calls: z.array(soloCallSchema), outcome: z.string(), starts: z.int() });
export type Solo = z.infer<typeof soloSchema>;

export async function runSolo({ arena, paths }: World, held: HeldRun): Promise<Solo> {
	const { instance, calls } = await holdContender(arena, paths, { held, after: null });
	const solo = { calls: calls(), outcome: instance.ready ? 'ready' : 'not ready', starts: arena.instances.length };
	await arena.close();
	// Who was given up looks at more later: what it has looked at so far would settle states that differ.
	if (!instance.ready && !instance.gone) throw new Error(raceTexts.neitherServesNorEnds);
	return solo;
}

/** Holds one contender, lets another run, lets the first go on; judged by the whole contract. Closes the world. */
export async function runRace({ arena, paths, caseId, ownClauses }: World, schedule: Schedule): Promise<Raced> {
	const { held, after, hasThird } = schedule;
	const contender = await holdContender(arena, paths, { held, after });
	const file = path.join(arena.folder, 'control', 'other.strace');
	if (contender.unproved === null) {
		// Without the looks, of which a big program makes 100,000: they would make it slower than its limits allow for.
		const other = await arena.launch({ traceOnly: { file, calls: tracedCalls, showsPaths: true, isFast: true } });
		if (held === 'stop') excuse(other);
		await arena.finishStart(other);
		await contender.goOn();
		if (hasThird) await arena.start();
		recordTracedCalls(other, paths, file);
	}
	const ready = arena.instances.filter((instance) => instance.ready && !instance.gone).map(({ id }) => id);
	arena.recorder.add({ type: 'case-ended' });
	const events = [...arena.recorder.events];
	const clauses = judge(events, arena.contract, { limits: arena.context.limits, ownClauses });
	const { verdict, reason } =
		contender.unproved === null
			? verdictOf(events, [], clauses, { ownClauses })
			: { verdict: 'invalid' as const, reason: contender.unproved };
	const starts = arena.instances.length;
	await arena.close();
	const told = reason === undefined ? {} : { reason };
	return { verdict, ...told, clauses, ready, starts, folder: path.join('cases', caseId) };
}

/** A lock that a shutdown still holds is free again in a moment; it is only the harness that makes the moment long. */
function excuse({ arena, id }: Instance): void {
	const at = { fault: `r-${id}`, instance: id };
	const planned = { name: 'a rival held in its shutdown', target: 'tree', effect: 'other' } as const;
	arena.recorder.add({ type: 'fault-planned', ...at, ...planned, moment: 'from its spawn' });
	arena.recorder.add({ type: 'fault-fired', ...at, pids: [] });
	arena.recorder.add({ type: 'fault-proved', ...at, proof: raceTexts.stoodStill });
}

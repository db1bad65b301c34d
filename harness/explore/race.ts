import path from 'node:path';
import { z } from 'zod';
import { findContract } from '../contract/index.ts';
import type { Instance } from '../gateway/instance.ts';
import { type ClauseResult, clauseResultSchema, verdictSchema } from '../judge/finding.ts';
import { judge } from '../judge/judge.ts';
import { verdictOf } from '../judge/verdict.ts';
import type { Timeline } from '../timeline/events.ts';
import { appendingCalls } from './appending.ts';
import { type Footprint, footprintOf, footprintSchema } from './footprint.ts';
import { holdContender } from './held-run.ts';
import { raceTexts } from './messages.ts';
import { type HeldRun, type Schedule, soloCallSchema } from './race-plan.ts';
import { lookingCalls } from './read-set.ts';
import { readTracedCalls, recordCalls } from './record-calls.ts';
import { type RelevantCall, tracedCalls } from './relevant-calls.ts';
import type { World } from './world.ts';

/** What came of one order of contenders. */
export const racedSchema = z.object({
	verdict: verdictSchema,
	reason: z.string().optional(),
	clauses: z.array(clauseResultSchema),
	/** Who was ready at the end of the story, in the order of their starts. */
	ready: z.array(z.string()),
	/** What the other one did while the first one was held, with all that it looked at; null when that was not recorded. */
	footprint: footprintSchema.nullable(),
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

/**
 * Holds one contender, lets another run, lets the first go on; judged by the whole contract. Closes the world.
 *
 * @param showsLooks Record all that the other one looks at, which makes it somewhat slower.
 */
export async function runRace(world: World, schedule: Schedule, showsLooks: boolean): Promise<Raced> {
	const { arena, paths, caseId, ownClauses } = world;
	const { held, after, rivalPort, hasThird } = schedule;
	const elsewhere = rivalPort === 'other' ? { port: await arena.anotherPort() } : {};
	const contender = after === null ? null : await holdContender(arena, paths, { held, after });
	if (contender === null) await arena.start();
	const unproved = contender?.unproved ?? null;
	let footprint: Footprint | null = null;
	if (unproved === null) {
		const other = await traced(world, 'other', { ...elsewhere, showsLooks });
		if (held === 'stop') excuse(other.instance);
		await arena.finishStart(other.instance);
		// What it does later, it does while the first one runs, too.
		if (showsLooks) footprint = footprintOf(appendingCalls(other.calls()));
		await contender?.goOn();
		const third = hasThird ? await traced(world, 'third', { showsLooks: false }) : null;
		if (third !== null) await arena.finishStart(third.instance);
		for (const each of [other, third]) if (each !== null) recordCalls(each.instance, each.calls(), null);
	}
	const ready = arena.instances.filter((instance) => instance.ready && !instance.gone).map(({ id }) => id);
	arena.recorder.add({ type: 'case-ended' });
	const events = [...arena.recorder.events];
	const judged = judge(events, arena.contract, { limits: arena.context.limits, ownClauses });
	const clauses = [...judged, ...addedByEra(world, events)];
	const { verdict, reason } =
		unproved === null
			? verdictOf(events, [], clauses, { ownClauses })
			: { verdict: 'invalid' as const, reason: unproved };
	const starts = arena.instances.length;
	await arena.close();
	const told = reason === undefined ? {} : { reason };
	return { verdict, ...told, clauses, ready, footprint, starts, folder: path.join('cases', caseId) };
}

/** The clauses of the build's own era that the contract does not know: there a broken lock file may show when nothing else does. */
function addedByEra({ arena }: World, events: Timeline): ClauseResult[] {
	const { also, contract: asked } = arena.context;
	if (also === null || also.contract === asked) return [];
	const era = findContract(also.contract);
	return judge(events, era, { limits: also.limits }).filter(({ id }) => !(id in arena.contract.clauses));
}

/**
 * A start whose tracer only listens; with all looks at files, or without: a big program makes 100,000. Limits of time are
 * stretched, as they are for the held one: how fast a start or a refusal is, plain scenarios judge.
 */
async function traced(
	{ arena, paths }: World,
	name: 'other' | 'third',
	{ showsLooks, ...at }: { readonly port?: number; readonly showsLooks: boolean },
): Promise<{ readonly instance: Instance; readonly calls: () => RelevantCall[] }> {
	const file = path.join(arena.folder, 'control', `${name}.strace`);
	const calls = showsLooks ? [...tracedCalls, ...lookingCalls] : tracedCalls;
	const instance = await arena.launch({
		...at,
		traceOnly: { file, calls, showsPaths: true, isFast: true, isPatient: true },
	});
	return { instance, calls: () => readTracedCalls(paths, file) };
}

/** A lock that a shutdown still holds is free again in a moment; it is only the harness that makes the moment long. */
function excuse({ arena, id }: Instance): void {
	const at = { fault: `r-${id}`, instance: id };
	const planned = { name: 'a rival held in its shutdown', target: 'tree', effect: 'other' } as const;
	arena.recorder.add({ type: 'fault-planned', ...at, ...planned, moment: 'from its spawn' });
	arena.recorder.add({ type: 'fault-fired', ...at, pids: [] });
	arena.recorder.add({ type: 'fault-proved', ...at, proof: raceTexts.stoodStill });
}

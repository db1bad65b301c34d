import path from 'node:path';
import { z } from 'zod';
import { findContract } from '../contract/index.ts';
import type { Instance } from '../gateway/instance.ts';
import { type ClauseResult, clauseResultSchema, verdictSchema } from '../judge/finding.ts';
import { judge } from '../judge/judge.ts';
import { verdictOf } from '../judge/verdict.ts';
import type { Timeline } from '../timeline/events.ts';
import { footprintOf, footprintSchema } from './footprint.ts';
import { type HeldContender, holdContender, soloCalls } from './held-run.ts';
import { withoutHurry } from './history.ts';
import { racingCalls } from './looking-calls.ts';
import { raceTexts } from './race-messages.ts';
import { type SoloCall, soloCallSchema } from './race-plan.ts';
import { readTracedCalls, recordCalls } from './record-calls.ts';
import { type RelevantCall, tracedCalls } from './relevant-calls.ts';
import type { HeldRun, Schedule } from './schedule.ts';
import type { World } from './world.ts';

/** What came of one order of contenders. */
export const racedSchema = z.object({
	verdict: verdictSchema,
	reason: z.string().optional(),
	clauses: z.array(clauseResultSchema),
	/** Who was ready at the end of the story, in the order of their starts. */
	ready: z.array(z.string()),
	/**
	 * What the other one did while the first one was held, with all that it looked at; null when that was not recorded. Who
	 * was held is not traced for all it does, so with two holds it is null, too.
	 */
	footprint: footprintSchema.nullable(),
	/** Calls of the other one, when they were asked for. */
	rivalCalls: z.array(soloCallSchema),
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

/** What is to be told of a race beside its verdict; all calls of a contender are many. */
export const raceTells = ['verdict', 'footprint', 'calls'] as const;
export type RaceTells = (typeof raceTells)[number];

/**
 * Holds one contender, lets another run, or holds that one, too, lets the first go on, and then the other one; judged by
 * the whole contract. Closes the world.
 */
export async function runRace(world: World, schedule: Schedule, tells: RaceTells): Promise<Raced> {
	const { arena, paths, caseId, ownClauses } = world;
	const { held, after } = schedule;
	const contender = after === null ? null : await holdContender(arena, paths, { held, after });
	if (contender === null) await arena.start();
	const unheld = contender?.unproved ?? null;
	const { unproved, footprint, rivalCalls } =
		unheld === null ? await runOthers(world, schedule, contender, tells) : { ...untold, unproved: unheld };
	const ready = arena.instances.filter((instance) => instance.ready && !instance.gone).map(({ id }) => id);
	arena.recorder.add({ type: 'case-ended' });
	// Who came to no end at all, in ten times the time, is another matter.
	const ended = arena.instances.filter(({ slowdown, ready, exit }) => slowdown > 1 && (ready || exit !== null));
	const stopped = new Set(ended.map(({ id }) => id));
	const events = withoutHurry(arena.recorder.events, (instance) => stopped.has(instance));
	const judged = judge(events, arena.contract, { limits: arena.context.limits, ownClauses });
	const clauses = [...judged, ...addedByEra(world, events)];
	const { verdict, reason } =
		unproved === null
			? verdictOf(events, [], clauses, { ownClauses })
			: { verdict: 'invalid' as const, reason: unproved };
	const starts = arena.instances.length;
	await arena.close();
	const told = reason === undefined ? {} : { reason };
	return {
		verdict,
		...told,
		clauses,
		ready,
		footprint,
		rivalCalls: [...rivalCalls],
		starts,
		folder: path.join('cases', caseId),
	};
}

/** What is known when all have run, and why a hold of the other one was none. */
interface Others extends Pick<Raced, 'footprint'> {
	readonly rivalCalls: readonly SoloCall[];
	readonly unproved: string | null;
}

const untold = { footprint: null, rivalCalls: [], unproved: null } as const;

/** The other one and the third one, while the first one stands and then goes on. */
async function runOthers(
	world: World,
	{ held, rivalAfter, rivalPort, hasThird }: Schedule,
	contender: HeldContender | null,
	tells: RaceTells,
): Promise<Others> {
	const { arena, paths } = world;
	const port = rivalPort === 'other' ? await arena.anotherPort() : arena.port;
	const listeners: TracedStart[] = [];
	let told: Others = untold;
	if (rivalAfter === null) {
		const other = await traced(world, 'other', { port, showsLooks: tells !== 'verdict' });
		listeners.push(other);
		if (held === 'stop') excuse(other.instance);
		await arena.finishStart(other.instance);
		// What it does later, it does while the first one runs, too.
		const calls = tells === 'verdict' ? null : soloCalls(other.calls(), arena, port);
		told = {
			...told,
			footprint: calls === null ? null : footprintOf(calls),
			rivalCalls: tells === 'calls' ? (calls ?? []) : [],
		};
		await contender?.goOn();
	} else {
		const other = await holdContender(arena, paths, { held: 'start', after: rivalAfter, port });
		if (held === 'stop') excuse(other.instance);
		if (other.unproved !== null) return { ...told, unproved: other.unproved };
		await contender?.goOn();
		await other.goOn();
	}
	if (hasThird) {
		const third = await traced(world, 'third', { port: arena.port, showsLooks: false });
		listeners.push(third);
		await arena.finishStart(third.instance);
	}
	for (const each of listeners) recordCalls(each.instance, each.calls(), null);
	return told;
}

/** The clauses of the build's own era that the contract does not know: there a broken lock file may show when nothing else does. */
function addedByEra({ arena }: World, events: Timeline): ClauseResult[] {
	const { also, contract: asked } = arena.context;
	if (also === null || also.contract === asked) return [];
	const era = findContract(also.contract);
	return judge(events, era, { limits: also.limits }).filter(({ id }) => !(id in arena.contract.clauses));
}

interface TracedStart {
	readonly instance: Instance;
	/** Its calls so far. */
	readonly calls: () => RelevantCall[];
}

/**
 * A start whose tracer only listens; with all looks at files, or without: a big program makes 100,000. Limits of time are
 * stretched, as they are for the held one: how fast a start or a refusal is, plain scenarios judge.
 */
async function traced(
	{ arena, paths }: World,
	name: 'other' | 'third',
	{ port, showsLooks }: { readonly port: number; readonly showsLooks: boolean },
): Promise<TracedStart> {
	const file = path.join(arena.folder, 'control', `${name}.strace`);
	const calls = showsLooks ? racingCalls : tracedCalls;
	const instance = await arena.launch({
		port,
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

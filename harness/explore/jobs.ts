import { z } from 'zod';
import { runContextSchema } from '../arena/run-context.ts';
import { stepSchema } from '../storm/steps.ts';
import { toldSchema } from '../storm/told.ts';
import { crashStateSchema } from './crash-state.ts';
import { historySchema } from './history.ts';
import { judgedSchema } from './judged.ts';
import { passes } from './phases.ts';
import { collectedSchema, pointSchema } from './points.ts';
import { racedSchema, soloSchema } from './race.ts';
import { heldRuns, scheduleSchema } from './race-plan.ts';

/** What a worker needs to know once. */
export const settingsSchema = z.object({
	context: runContextSchema,
	port: z.int(),
	/** Where contents of states lie. */
	blobs: z.string(),
	steadyMs: z.number().positive(),
	patienceMs: z.number().nonnegative(),
});
export type Settings = z.infer<typeof settingsSchema>;

/** What one worker does at a time, in an arena of its own. */
export const jobSchema = z.discriminatedUnion('kind', [
	z.object({
		kind: z.literal('collect'),
		caseId: z.string(),
		pass: z.enum(passes),
		history: historySchema,
		showsLooks: z.boolean(),
	}),
	z.object({
		kind: z.literal('judge'),
		caseId: z.string(),
		title: z.string(),
		history: historySchema,
		isTraced: z.boolean(),
		knownAfter: z.array(crashStateSchema),
		logs: z.array(z.string()),
		knownLockouts: z.array(z.string()),
	}),
	z.object({
		kind: z.literal('kill'),
		caseId: z.string(),
		pass: z.enum(passes),
		history: historySchema,
		point: pointSchema.pick({ number: true, maskedCall: true, call: true, relevance: true }),
	}),
	z.object({ kind: z.literal('solo'), caseId: z.string(), history: historySchema, held: z.enum(heldRuns) }),
	z.object({ kind: z.literal('race'), caseId: z.string(), history: historySchema, schedule: scheduleSchema }),
	z.object({ kind: z.literal('story'), caseId: z.string(), title: z.string(), steps: z.array(stepSchema) }),
]);
export type Job = z.infer<typeof jobSchema>;

/** What came of a direct kill. */
export const killedSchema = z.object({
	key: z.string(),
	state: crashStateSchema,
	unproved: z.string().nullable(),
	judged: judgedSchema,
	/** Starts up to and with the death. */
	starts: z.int(),
});
export type KilledAndJudged = z.infer<typeof killedSchema>;

export const answerSchema = z.discriminatedUnion('kind', [
	z.object({ kind: z.literal('collect'), result: collectedSchema }),
	z.object({ kind: z.literal('judge'), result: judgedSchema }),
	z.object({ kind: z.literal('kill'), result: killedSchema }),
	z.object({ kind: z.literal('solo'), result: soloSchema }),
	z.object({ kind: z.literal('race'), result: racedSchema }),
	z.object({ kind: z.literal('story'), result: toldSchema }),
	/** The harness itself could not do it. */
	z.object({ kind: z.literal('failed'), reason: z.string() }),
]);
export type Answer = z.infer<typeof answerSchema>;

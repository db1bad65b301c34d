import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { runContextSchema } from '../arena/run-context.ts';
import { ownExtension } from '../own-extension.ts';
import type { Pool } from '../workers/pool.ts';
import type { WorkerProgram } from '../workers/worker-program.ts';
import { crashStateSchema } from './crash-state.ts';
import { historySchema } from './history.ts';
import { judgedSchema } from './judged.ts';
import { passes } from './phases.ts';
import { collectedSchema, pointSchema } from './points.ts';
import { racedSchema, raceTells, soloSchema } from './race.ts';
import { heldRuns, scheduleSchema } from './schedule.ts';

/** What a worker needs to know once. */
const settingsSchema = z.object({
	context: runContextSchema,
	port: z.int(),
	/** Where contents of states lie. */
	blobs: z.string(),
	steadyMs: z.number().positive(),
	patienceMs: z.number().nonnegative(),
});
export type Settings = z.infer<typeof settingsSchema>;

/** What one worker does at a time, in an arena of its own. */
const jobSchema = z.discriminatedUnion('kind', [
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
		tracerCostMsPerCall: z.number().nonnegative(),
		knownAfter: z.array(crashStateSchema),
		logs: z.array(z.string()),
		knownLockouts: z.array(z.string()),
	}),
	z.object({
		kind: z.literal('kill'),
		caseId: z.string(),
		pass: z.enum(passes),
		history: historySchema,
		point: pointSchema
			.pick({ number: true, maskedCall: true, call: true, relevance: true })
			/** Which call of this name it is, where that finds it and its number does not; else null. */
			.extend({ nth: z.int().positive().nullable() }),
		knownLockouts: z.array(z.string()),
	}),
	z.object({ kind: z.literal('solo'), caseId: z.string(), history: historySchema, held: z.enum(heldRuns) }),
	z.object({
		kind: z.literal('race'),
		caseId: z.string(),
		history: historySchema,
		schedule: scheduleSchema,
		tells: z.enum(raceTells),
	}),
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

const answerSchema = z.discriminatedUnion('kind', [
	z.object({ kind: z.literal('collect'), result: collectedSchema }),
	z.object({ kind: z.literal('judge'), result: judgedSchema }),
	z.object({ kind: z.literal('kill'), result: killedSchema }),
	z.object({ kind: z.literal('solo'), result: soloSchema }),
	z.object({ kind: z.literal('race'), result: racedSchema }),
]);
export type Answer = z.infer<typeof answerSchema>;

/** The workers of the explorers. */
export const explorers: WorkerProgram<Settings, Job, Answer> = {
	file: fileURLToPath(new URL(`./worker-main${ownExtension}`, import.meta.url)),
	...{ settingsSchema, jobSchema, answerSchema },
};
export type ExplorerPool = Pool<Settings, Job, Answer>;

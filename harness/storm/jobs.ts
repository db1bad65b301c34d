import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { runContextSchema } from '../arena/run-context.ts';
import { findingSchema, verdictSchema } from '../judge/finding.ts';
import { ownExtension } from '../own-extension.ts';
import type { Pool } from '../workers/pool.ts';
import type { WorkerProgram } from '../workers/worker-program.ts';
import { stepSchema } from './steps.ts';

const settingsSchema = z.object({ context: runContextSchema });
type Settings = z.infer<typeof settingsSchema>;

/** One story. */
const jobSchema = z.object({ caseId: z.string(), title: z.string(), steps: z.array(stepSchema) });
export type StoryJob = z.infer<typeof jobSchema>;

/** What came of one story. */
const toldSchema = z.object({
	verdict: verdictSchema,
	reason: z.string().optional(),
	findings: z.array(findingSchema),
	starts: z.int().nonnegative(),
	/** Steps whose moment never came. */
	notTaken: z.int().nonnegative(),
	/** Relative to the run's folder; absent when nothing was recorded. */
	folder: z.string().optional(),
});
export type ToldStory = z.infer<typeof toldSchema>;

/** The workers of a storm. */
export const tellers: WorkerProgram<Settings, StoryJob, ToldStory> = {
	file: fileURLToPath(new URL(`./worker-main${ownExtension}`, import.meta.url)),
	...{ settingsSchema, jobSchema, answerSchema: toldSchema },
};
export type TellerPool = Pool<Settings, StoryJob, ToldStory>;

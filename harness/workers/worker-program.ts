import { z } from 'zod';
import type { RunContext } from '../arena/run-context.ts';

/** What every worker is told first; a kind of worker adds what its own jobs need. */
export interface WorkerSettings {
	readonly context: RunContext;
}

/** A kind of worker: its program, and what goes over the channel to it and back. */
export interface WorkerProgram<Settings extends WorkerSettings, Job, Answer> {
	/** The file that `serveJobs` runs in. */
	readonly file: string;
	readonly settingsSchema: z.ZodType<Settings>;
	readonly jobSchema: z.ZodType<Job>;
	readonly answerSchema: z.ZodType<Answer>;
}

/** The harness itself could not do the job. */
export const jobFailedSchema = z.object({ kind: z.literal('failed'), reason: z.string() });
export type JobFailed = z.infer<typeof jobFailedSchema>;

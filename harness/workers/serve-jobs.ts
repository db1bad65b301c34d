import { z } from 'zod';
import type { JobFailed, WorkerProgram, WorkerSettings } from './worker-program.ts';

/**
 * The whole life of a worker: does what it is told over the channel to its parent, one job after the other.
 *
 * @param doJob What it throws is told as the reason why the job failed.
 */
export function serveJobs<Settings extends WorkerSettings, Job, Answer>(
	{ settingsSchema, jobSchema }: WorkerProgram<Settings, Job, Answer>,
	doJob: (job: Job, settings: Settings) => Promise<Answer>,
): void {
	const messageSchema = z.union([z.object({ settings: settingsSchema }), z.object({ job: jobSchema })]);
	let settings: Settings | null = null;
	process.on('message', async (message) => {
		const told = messageSchema.parse(message);
		if ('settings' in told) settings = told.settings;
		else if (settings !== null) process.send?.(await doJob(told.job, settings).catch(failed));
	});
	// Without its parent there is nobody to work for; in namespaces it ends with them.
	process.on('disconnect', () => process.exit());
}

function failed(error: unknown): JobFailed {
	return { kind: 'failed', reason: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

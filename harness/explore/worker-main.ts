/** A worker of the explorers: does what it is told over the channel to its parent, one job after the other. */
import { z } from 'zod';
import { doJob } from './do-job.ts';
import { jobSchema, type Settings, settingsSchema } from './jobs.ts';

const messageSchema = z.union([z.object({ settings: settingsSchema }), z.object({ job: jobSchema })]);
let settings: Settings | null = null;

process.on('message', async (message) => {
	const told = messageSchema.parse(message);
	if ('settings' in told) settings = told.settings;
	else if (settings !== null) process.send?.(await doJob(told.job, settings));
});
// Without its parent there is nobody to work for; in namespaces it ends with them.
process.on('disconnect', () => process.exit());

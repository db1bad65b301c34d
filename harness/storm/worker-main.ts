/** A worker of the storms. */
import { serveJobs } from '../workers/serve-jobs.ts';
import { tellers } from './jobs.ts';
import { runStory } from './run-story.ts';

serveJobs(tellers, async (job, { context }) => await runStory(context, job));

/** A worker of the explorers. */
import { serveJobs } from '../workers/serve-jobs.ts';
import { doJob } from './do-job.ts';
import { explorers } from './jobs.ts';

serveJobs(explorers, doJob);

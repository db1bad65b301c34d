import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { type Job, type Measured, measuredSchema } from './job.ts';
import { cageLineSchema, type Observation } from './observation.ts';

const program = fileURLToPath(new URL('cage-main.ts', import.meta.url));
const measureTimeoutMs = 120_000;
/** Of what a cage prints to its stderr, this much is shown. */
const shownCharacters = 500;

type ObserveJob = Omit<Extract<Job, { kind: 'observe' }>, 'output' | 'kind'>;

/**
 * Measures the gateway of the context by itself.
 *
 * @throws Error when it cannot be measured.
 */
export async function measureInCage(context: Job['context']): Promise<Measured> {
	const output = path.join(context.runFolder, 'measured.json');
	const complaint = await runCage({ kind: 'measure', context, output }, measureTimeoutMs);
	if (!existsSync(output)) throw new Error(`The reference gateway could not be measured: ${complaint ?? 'no result'}`);
	return measuredSchema.parse(JSON.parse(readFileSync(output, 'utf8')));
}

/** Runs scenarios on one gateway; after `timeoutMs` the cage is ended with everything in it. */
export async function observeInCage(job: ObserveJob, timeoutMs: number): Promise<Observation> {
	const startedAt = performance.now();
	const output = path.join(job.context.runFolder, 'observed.jsonl');
	const complaint = await runCage({ kind: 'observe', ...job, output }, timeoutMs);
	const text = existsSync(output) ? readFileSync(output, 'utf8') : '';
	const lines = text
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => cageLineSchema.parse(JSON.parse(line)));
	return {
		cases: lines.flatMap((line) => (line.type === 'case' ? [line.case] : [])),
		errors: [
			...lines.flatMap((line) => (line.type === 'error' ? [line.reason] : [])),
			...(complaint === null ? [] : [complaint]),
		],
		isComplete: lines.some(({ type }) => type === 'done'),
		durationMs: performance.now() - startedAt,
	};
}

/** @returns What went wrong, or null. */
async function runCage(job: Job, timeoutMs: number): Promise<string | null> {
	const { runFolder } = job.context;
	rmSync(runFolder, { recursive: true, force: true });
	mkdirSync(path.join(runFolder, 'cases'), { recursive: true });
	const jobFile = path.join(runFolder, 'job.json');
	writeFileSync(jobFile, JSON.stringify(job));
	// Of the outside nothing is killed but its shadow: the kernel then ends the namespaces and everything in them.
	const cage = await execa(process.execPath, [program, jobFile], {
		stdin: 'ignore',
		reject: false,
		timeout: timeoutMs,
		killSignal: 'SIGKILL',
	});
	if (cage.timedOut) return `ended after ${timeoutMs / 1000} s, before all its cases were run`;
	if (cage.exitCode === 0) return null;
	return `the cage ended with ${cage.signal ?? `exit code ${cage.exitCode}`}: ${cage.stderr.slice(-shownCharacters)}`;
}

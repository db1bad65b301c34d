import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { markedPids } from '../arena/end-processes.ts';
import type { Isolation } from '../arena/isolation.ts';
import { worldWords } from '../arena/namespaces.ts';
import { type JobFailed, jobFailedSchema, type WorkerProgram, type WorkerSettings } from './worker-program.ts';

/** Longer than any job's own limits taken together. */
const jobTimeoutMs = 40 * 60_000;

/**
 * Workers that do jobs at the same time, though every job wants the same port and the same folder: in namespaces each
 * has a network and a view of the files of its own, below one table of pids, so that a dead pid stays dead. Without
 * namespaces there is one worker.
 */
export class Pool<Settings extends WorkerSettings, Job, Answer> {
	readonly size: number;
	readonly #workers: Worker<Settings, Job, Answer>[];
	readonly #free: Worker<Settings, Job, Answer>[];
	/** Extra workers for jobs that mostly wait. */
	readonly #extra: Worker<Settings, Job, Answer>[];
	readonly #waiting: ((worker: Worker<Settings, Job, Answer>) => void)[] = [];

	/**
	 * @param wanted Jobs that work at the same time.
	 * @param options.extra Number of extra workers for jobs that mostly wait. Default: 0.
	 */
	constructor(
		program: WorkerProgram<Settings, Job, Answer>,
		settings: Settings,
		wanted: number,
		{ extra = 0 }: { readonly extra?: number } = {},
	) {
		const { isolation } = settings.context;
		this.size = isolation.kind === 'namespaces' ? wanted : 1;
		const worldRoot = path.join(isolation.arenaRoot, 'worlds');
		const inWorld: Settings = {
			...settings,
			context: { ...settings.context, isolation: { ...isolation, arenaRoot: worldRoot } },
		};
		const all = this.size + (isolation.kind === 'namespaces' ? extra : 0);
		this.#workers = Array.from({ length: all }, (_, at) => new Worker(program, inWorld, at + 1, isolation));
		this.#free = this.#workers.slice(0, this.size);
		this.#extra = this.#workers.slice(this.size);
	}

	/**
	 * Does one job when a worker is free. Never throws.
	 *
	 * @param options.waits The job is idle most of the time, so an extra worker may run it.
	 */
	async run(job: Job, { waits = false }: { readonly waits?: boolean } = {}): Promise<Answer | JobFailed> {
		const extra = waits ? this.#extra.pop() : undefined;
		if (extra !== undefined) {
			const answer = await runOrRetry(extra, job);
			this.#extra.push(extra);
			return answer;
		}
		const worker =
			this.#free.pop() ?? (await new Promise<Worker<Settings, Job, Answer>>((resolve) => this.#waiting.push(resolve)));
		const answer = await runOrRetry(worker, job);
		const next = this.#waiting.shift();
		if (next === undefined) this.#free.push(worker);
		else next(worker);
		return answer;
	}

	end(): void {
		for (const worker of this.#workers) worker.end();
	}
}

/** A lost worker is no evidence about the gateway, so a new process retries the job once. */
async function runOrRetry<Settings extends WorkerSettings, Job, Answer>(
	worker: Worker<Settings, Job, Answer>,
	job: Job,
): Promise<Answer | JobFailed> {
	const first = await worker.run(job);
	return first === lost ? await worker.run(job) : first;
}

const failed = (reason: string): JobFailed => ({ kind: 'failed', reason });
const lost = failed('the worker was killed, twice');

/** The explorers read SQLite databases; Node 22 calls its module for that experimental, on everybody's terminal. */
const quiet = ['--disable-warning=ExperimentalWarning'];

/** A worker that has done so much is replaced by a new one: whatever a job leaves in its memory, hours do not add it up. */
const maxJobs = 200;

class Worker<Settings extends WorkerSettings, Job, Answer> {
	readonly #program: WorkerProgram<Settings, Job, Answer>;
	readonly #settings: Settings;
	readonly #number: number;
	readonly #isolation: Isolation;
	#child: ChildProcess | null = null;
	#jobs = 0;

	constructor(program: WorkerProgram<Settings, Job, Answer>, settings: Settings, number: number, isolation: Isolation) {
		this.#program = program;
		this.#settings = settings;
		this.#number = number;
		this.#isolation = isolation;
	}

	async run(job: Job): Promise<Answer | JobFailed> {
		if (this.#child?.connected === false || this.#jobs >= maxJobs) this.end();
		this.#jobs++;
		const child = this.#child ?? this.#start();
		this.#child = child;
		return await new Promise((resolve) => {
			const settle = (answer: Answer | JobFailed) => {
				clearTimeout(timer);
				child.removeAllListeners();
				resolve(answer);
			};
			const lose = (answer: JobFailed) => {
				this.end();
				this.#endLeftovers(child);
				settle(answer);
			};
			const timer = setTimeout(() => lose(failed(`it took longer than ${jobTimeoutMs / 1000} s`)), jobTimeoutMs);
			child.once('message', (message) => {
				const failure = jobFailedSchema.safeParse(message);
				const answer = this.#program.answerSchema.safeParse(message);
				if (failure.success) settle(failure.data);
				else settle(answer.success ? answer.data : failed(answer.error.message));
			});
			child.once('exit', () => lose(lost));
			child.once('error', (error) => lose(failed(error.message)));
			child.send({ job });
		});
	}

	end(): void {
		this.#child?.kill('SIGKILL');
		this.#child = null;
		this.#jobs = 0;
	}

	/** What a lost worker has started would go on in its arena. */
	#endLeftovers({ pid }: ChildProcess): void {
		const { context } = this.#settings;
		for (const left of markedPids(`${context.runId}/${pid}/`)) {
			try {
				process.kill(left.pid, 'SIGKILL');
			} catch {
				// It has ended.
			}
		}
	}

	#start(): ChildProcess {
		const { arenaRoot } = this.#settings.context.isolation;
		mkdirSync(arenaRoot, { recursive: true });
		const own = path.join(this.#isolation.arenaRoot, `worker-${this.#number}`);
		const words = this.#isolation.kind === 'namespaces' ? worldWords(own, arenaRoot) : [];
		// Whoever was here before may not have tidied up.
		const root = words.length > 0 ? own : arenaRoot;
		rmSync(root, { recursive: true, force: true, maxRetries: 3 });
		mkdirSync(root, { recursive: true });
		const node = [process.execPath, ...process.execArgv, ...quiet];
		const [file = '', ...args] = [...words, ...node, this.#program.file];
		const child = spawn(file, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
		child.send({ settings: this.#settings });
		return child;
	}
}

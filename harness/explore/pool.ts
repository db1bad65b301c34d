import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { markedPids } from '../arena/end-processes.ts';
import type { Isolation } from '../arena/isolation.ts';
import { worldWords } from '../arena/namespaces.ts';
import { reservePort } from '../arena/ports.ts';
import { ownExtension } from '../own-extension.ts';
import { type Answer, answerSchema, type Job, type Settings } from './jobs.ts';

const program = fileURLToPath(new URL(`./worker-main${ownExtension}`, import.meta.url));

/** In a network of one's own every port is free: then it is the same one in every run, and so are the states. */
const ownPort = 20_000;

/** The port of every arena of an exploration. */
export async function explorationPort(isolation: Isolation): Promise<number> {
	if (isolation.kind === 'namespaces') return ownPort;
	const reserved = await reservePort();
	reserved.release();
	return reserved.port;
}

/** Longer than any job's own limits taken together. */
const jobTimeoutMs = 15 * 60_000;

/**
 * Workers that do jobs at the same time, though every job wants the same port and the same folder: in namespaces each
 * has a network and a view of the files of its own, below one table of pids, so that a dead pid stays dead. Without
 * namespaces there is one worker.
 */
export class Pool {
	readonly size: number;
	readonly #workers: Worker[];
	readonly #free: Worker[];
	readonly #waiting: ((worker: Worker) => void)[] = [];

	constructor(settings: Settings, wanted: number) {
		const { isolation } = settings.context;
		this.size = isolation.kind === 'namespaces' ? wanted : 1;
		const worldRoot = path.join(isolation.arenaRoot, 'worlds');
		const inWorld: Settings = {
			...settings,
			context: { ...settings.context, isolation: { ...isolation, arenaRoot: worldRoot } },
		};
		this.#workers = Array.from({ length: this.size }, (_, at) => new Worker(inWorld, at + 1, isolation));
		this.#free = [...this.#workers];
	}

	/** Does one job when a worker is free. Never throws. */
	async run(job: Job): Promise<Answer> {
		const worker = this.#free.pop() ?? (await new Promise<Worker>((resolve) => this.#waiting.push(resolve)));
		const first = await worker.run(job);
		// A worker that was lost says nothing of the gateway: another one does the job, once.
		const answer = first === lost ? await worker.run(job) : first;
		const next = this.#waiting.shift();
		if (next === undefined) this.#free.push(worker);
		else next(worker);
		return answer;
	}

	end(): void {
		for (const worker of this.#workers) worker.end();
	}
}

const failed = (reason: string): Answer => ({ kind: 'failed', reason });
const lost = failed('the worker was killed, twice');

/** A worker that has done so much is replaced by a new one: whatever a job leaves in its memory, hours do not add it up. */
const maxJobs = 200;

class Worker {
	readonly #settings: Settings;
	readonly #number: number;
	readonly #isolation: Isolation;
	#child: ChildProcess | null = null;
	#jobs = 0;

	constructor(settings: Settings, number: number, isolation: Isolation) {
		this.#settings = settings;
		this.#number = number;
		this.#isolation = isolation;
	}

	async run(job: Job): Promise<Answer> {
		if (this.#child?.connected === false || this.#jobs >= maxJobs) this.end();
		this.#jobs++;
		const child = this.#child ?? this.#start();
		this.#child = child;
		return await new Promise((resolve) => {
			const settle = (answer: Answer) => {
				clearTimeout(timer);
				child.removeAllListeners();
				resolve(answer);
			};
			const lose = (answer: Answer) => {
				this.end();
				this.#endLeftovers(child);
				settle(answer);
			};
			const timer = setTimeout(() => lose(failed(`it took longer than ${jobTimeoutMs / 1000} s`)), jobTimeoutMs);
			child.once('message', (message) => {
				const answer = answerSchema.safeParse(message);
				settle(answer.success ? answer.data : failed(answer.error.message));
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
		const [file = '', ...args] = [...words, process.execPath, ...process.execArgv, program];
		const child = spawn(file, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
		child.send({ settings: this.#settings });
		return child;
	}
}

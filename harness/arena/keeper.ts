import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

/** A shell makes some mounts and answers. The limit only ends a wait for one that hangs. */
const answerTimeoutMs = 30_000;

/** The last line of each answer. */
export const endOfAnswer = '.';

/** The shell that was to hold the namespaces of a case or a run ended, or did not answer. */
export class KeeperError extends Error {
	override readonly name = 'KeeperError';
	/** What it printed on standard error, last line. */
	readonly detail: string;

	constructor(step: string, detail: string) {
		super(`${step} failed: ${detail}. Next step: npx gatelock doctor`);
		this.detail = detail;
	}
}

/**
 * A shell that holds namespaces and answers requests, one line each. It ends when this process ends, since its standard
 * input then ends. It does not keep this process running.
 */
export class Keeper {
	readonly pid: number;
	/** The lines of its first answer. */
	greeting: readonly string[] = [];
	readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
	#lines: string[] = [];
	#errors = '';
	#hasEnded = false;
	#waiting: ((lines: readonly string[] | null) => void) | null = null;
	#last: Promise<unknown> = Promise.resolve();

	private constructor(child: ChildProcessByStdio<Writable, Readable, Readable>, pid: number) {
		this.#child = child;
		this.pid = pid;
		createInterface({ input: child.stdout }).on('line', (line) => {
			if (line === endOfAnswer) this.#settle(this.#lines);
			else this.#lines.push(line);
		});
		child.stderr.on('data', (data: Buffer) => {
			this.#errors = (this.#errors + data.toString()).slice(-2_000);
		});
		child.stdin.on('error', () => {});
		child.once('close', () => {
			this.#hasEnded = true;
			this.#settle(null);
		});
		child.unref();
		for (const stream of [child.stdin, child.stdout, child.stderr]) if (stream instanceof Socket) stream.unref();
	}

	/**
	 * Starts the command and waits for its first answer.
	 *
	 * @throws KeeperError when it ends or does not answer within 30 s.
	 */
	static async start(step: string, [file = '', ...args]: readonly string[]): Promise<Keeper> {
		const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'pipe'], cwd: '/' });
		const failed = new Promise<string>((resolve) => child.once('error', (error) => resolve(error.message)));
		if (child.pid === undefined) throw new KeeperError(step, await failed);
		const keeper = new Keeper(child, child.pid);
		const greeting = await keeper.#answer();
		if (greeting === null) {
			keeper.end();
			throw new KeeperError(step, keeper.#errors.trim().split('\n').at(-1) || 'the shell ended without a message');
		}
		keeper.greeting = greeting;
		return keeper;
	}

	/** The lines of the answer; null when the shell has ended or does not answer within 30 s. */
	async ask(request: string): Promise<readonly string[] | null> {
		const turn = this.#last.then(async () => {
			if (this.#hasEnded) return null;
			const answer = this.#answer();
			this.#child.stdin.write(`${request}\n`);
			return await answer;
		});
		this.#last = turn;
		return await turn;
	}

	get hasEnded(): boolean {
		return this.#hasEnded;
	}

	end(): void {
		this.#child.kill('SIGKILL');
	}

	async #answer(): Promise<readonly string[] | null> {
		return await new Promise((resolve) => {
			const timer = setTimeout(() => this.#settle(null), answerTimeoutMs);
			this.#waiting = (lines) => {
				clearTimeout(timer);
				resolve(lines);
			};
		});
	}

	#settle(lines: readonly string[] | null): void {
		this.#lines = [];
		this.#waiting?.(lines);
		this.#waiting = null;
	}
}

import { hasSetpriv } from '../arena/namespaces.ts';
import { ComparisonInterruptedError } from './errors.ts';
import { judgeRelease } from './judge-release.ts';
import type { Judgement, Question } from './judgement.ts';
import type { JudgementStore } from './store.ts';
import type { Subject } from './subject.ts';

export interface ComparisonOptions {
	readonly cwd: string;
	readonly store: JudgementStore;
	/** Cases of one build at the same time. */
	readonly workers: number;
}

/** Judges builds one by one or several at once, keeps what was said of them, and ends what it started on every way out. */
export class Comparison implements Disposable {
	readonly store: JudgementStore;
	readonly #options: ComparisonOptions;
	readonly #stop = new AbortController();
	readonly #around: readonly string[];
	readonly #onSignal = () => this.#stop.abort();

	private constructor(options: ComparisonOptions, around: readonly string[]) {
		this.store = options.store;
		this.#options = options;
		this.#around = around;
		for (const signal of signals) process.on(signal, this.#onSignal);
	}

	static async open(options: ComparisonOptions): Promise<Comparison> {
		// Where it works, the runs end with us even when we are killed.
		const around = (await hasSetpriv()) ? ['setpriv', '--pdeathsig', 'TERM', '--'] : [];
		return new Comparison(options, around);
	}

	/** Interrupted once, nothing more is begun. */
	get signal(): AbortSignal {
		return this.#stop.signal;
	}

	/**
	 * Judges a build now, and stores what came of it.
	 *
	 * @throws ComparisonInterruptedError
	 */
	async judge(subject: Subject, question: Question): Promise<Judgement> {
		if (this.signal.aborted) throw new ComparisonInterruptedError();
		const { cwd, workers } = this.#options;
		const runs = this.store.runsOf(subject, question);
		const judgement = await judgeRelease(subject, question, {
			cwd,
			runs,
			workers,
			signal: this.signal,
			around: this.#around,
		});
		this.store.add(subject, question, judgement);
		return judgement;
	}

	[Symbol.dispose](): void {
		for (const signal of signals) process.off(signal, this.#onSignal);
	}
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Does the jobs, so many at the same time, in their order; the first error ends it once those under way have ended. */
export async function inParallel<T>(jobs: readonly (() => Promise<T>)[], most: number): Promise<T[]> {
	const results: T[] = [];
	let next = 0;
	const work = async () => {
		for (let at = next++; at < jobs.length; at = next++) {
			const job = jobs[at];
			if (job === undefined) return;
			try {
				results[at] = await job();
			} catch (error) {
				next = jobs.length;
				throw error;
			}
		}
	};
	const ended = await Promise.allSettled(Array.from({ length: Math.min(most, jobs.length) }, work));
	const failed = ended.find((each) => each.status === 'rejected');
	if (failed !== undefined) throw failed.reason;
	return results;
}

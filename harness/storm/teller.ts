import { rmSync } from 'node:fs';
import path from 'node:path';
import type { TellerPool, ToldStory } from './jobs.ts';
import { stormTexts } from './messages.ts';
import type { Step } from './steps.ts';

/** Lets the workers of a pool run stories, and keeps the folders that somebody wants. */
export class Teller {
	readonly size: number;
	/** Starts so far, those of repeats and of shrinking included. */
	starts = 0;
	readonly #pool: TellerPool;
	readonly #runFolder: string;
	readonly #seed: number;
	#runs = 0;

	constructor(pool: TellerPool, runFolder: string, seed: number) {
		this.#pool = pool;
		this.size = pool.size;
		this.#runFolder = runFolder;
		this.#seed = seed;
	}

	/** Runs a story once. What the harness could not run is invalid. */
	async tell(number: number, steps: readonly Step[]): Promise<ToldStory> {
		this.#runs++;
		// Short, since the arena's folder is named after it, and names of sockets are bounded.
		const caseId = `s${number}-${this.#runs}`;
		const answer = await this.#pool.run({ caseId, steps: [...steps], title: stormTexts.title(this.#seed, number) });
		if (!('kind' in answer)) {
			this.starts += answer.starts;
			return answer;
		}
		return { verdict: 'invalid', reason: stormTexts.failed(answer.reason), findings: [], starts: 0, notTaken: 0 };
	}

	/** Runs a story once, and a second time when there was no verdict. */
	async tellForVerdict(number: number, steps: readonly Step[]): Promise<ToldStory> {
		const first = await this.tell(number, steps);
		if (first.verdict !== 'invalid') return first;
		this.drop(first);
		return await this.tell(number, steps);
	}

	/** Runs a story so many times, as many at once as there are workers. */
	async tellOften(number: number, steps: readonly Step[], times: number): Promise<ToldStory[]> {
		return await Promise.all(Array.from({ length: times }, async () => await this.tell(number, steps)));
	}

	/** Removes what was recorded of stories that nobody asks for any more: the disk stays as it is, however long it takes. */
	drop(...told: readonly ToldStory[]): void {
		for (const { folder } of told) {
			if (folder !== undefined) rmSync(path.join(this.#runFolder, folder), { recursive: true, force: true });
		}
	}
}

import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { after, emptyModel, modelKey } from './model.ts';
import type { Step } from './steps.ts';

/** A bound for hours; the model has fewer that matter. */
const maxLines = 50_000;
const arrow = ' > ';

/** States and transitions of the model that stories have gone through; kept in a file that only grows. */
export class Seen {
	readonly #file: string;
	readonly #lines: Set<string>;
	states = 0;

	constructor(file: string) {
		this.#file = file;
		const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
		this.#lines = new Set(lines.filter((line) => line !== ''));
		this.states = [...this.#lines].filter((line) => !line.includes(arrow)).length;
	}

	get transitions(): number {
		return this.#lines.size - this.states;
	}

	/** Goes through a story. */
	add(story: readonly Step[]): void {
		let model = emptyModel;
		const news: string[] = [];
		for (const step of story) {
			const before = modelKey(model);
			model = after(model, step);
			const now = modelKey(model);
			if (this.#isNew(`[${now}]`)) {
				news.push(`[${now}]`);
				this.states++;
			}
			const transition = `[${before}]${arrow}${step.do}${arrow}[${now}]`;
			if (this.#isNew(transition)) news.push(transition);
		}
		if (news.length > 0) appendFileSync(this.#file, `${news.join('\n')}\n`);
	}

	#isNew(line: string): boolean {
		if (this.#lines.has(line) || this.#lines.size >= maxLines) return false;
		this.#lines.add(line);
		return true;
	}
}

import type { Writable } from 'node:stream';
import { createLogUpdate } from 'log-update';
import type { Verdict } from '../judge/finding.ts';
import { renderCaseLine, renderProgress } from '../report/progress.ts';
import type { CaseReport } from '../report/report.ts';
import type { CaseResult } from '../scenario/case-result.ts';
import type { CaseListener } from '../scenario/hosted-run.ts';
import { caseReportOf } from './build-run-report.ts';

/** How much is told while cases run: nothing, what goes wrong, or everything. */
export type ProgressLook = 'quiet' | 'normal' | 'verbose';

/** Redraws per second: enough for a person, cheap beside the gateways. */
const redrawMs = 250;

/** Shows on a terminal what is running, done and left; in a pipe, one line for each finished case. */
export class ProgressView implements CaseListener {
	readonly #stream: Writable & { readonly isTTY?: boolean; readonly columns?: number };
	readonly #startedAt = performance.now();
	readonly #running = new Map<string, number>();
	readonly #counts: Record<Verdict, number> = { pass: 0, fail: 0, flaky: 0, invalid: 0, skipped: 0 };
	readonly #live: ReturnType<typeof createLogUpdate> | null;
	#total = 0;
	#note = '';
	#timer: NodeJS.Timeout | null = null;

	readonly #look: ProgressLook;

	constructor(stream: NodeJS.WriteStream, look: ProgressLook = 'normal') {
		this.#stream = stream;
		this.#look = look;
		this.#live = stream.isTTY && look !== 'quiet' ? createLogUpdate(stream) : null;
		if (this.#live !== null) this.#timer = setInterval(() => this.#draw(), redrawMs);
	}

	/** A line that stays. */
	say(text: string): void {
		if (this.#look !== 'quiet') this.#tell(text);
	}

	note(text: string): void {
		this.#note = text;
		if (this.#live === null) this.say(text);
	}

	planned(count: number): void {
		this.#total += count;
	}

	started(title: string): void {
		this.#note = '';
		this.#running.set(title, performance.now());
	}

	finished(result: CaseResult): void {
		this.#running.delete(result.title);
		this.#counts[result.verdict]++;
		const isTold = this.#live === null || this.#look === 'verbose' || result.verdict !== 'pass';
		if (isTold) this.say(renderCaseLine(this.#reportOf(result), colorsOf(this.#stream)));
	}

	/** Above what is redrawn, in one write with it, so that nothing flickers. */
	#tell(line: string): void {
		if (this.#live === null) this.#stream.write(`${line}\n`);
		else {
			this.#live.persist(line);
			this.#draw();
		}
	}

	end(): void {
		if (this.#timer !== null) clearInterval(this.#timer);
		this.#timer = null;
		this.#live?.clear();
	}

	#reportOf(result: CaseResult): CaseReport {
		return caseReportOf(result, { program: '', repeatOptions: '' });
	}

	#draw(): void {
		const now = performance.now();
		const running = [...this.#running].map(([title, since]) => ({ title, forMs: now - since }));
		const elapsedMs = now - this.#startedAt;
		const columns = this.#stream.columns ?? 80;
		const progress = renderProgress({ total: this.#total, counts: this.#counts, running, elapsedMs }, columns);
		this.#live?.(this.#note === '' ? progress : `${this.#note}`);
	}
}

function colorsOf(stream: { readonly isTTY?: boolean }): boolean {
	return stream.isTTY === true && !process.env.NO_COLOR;
}

import path from 'node:path';
import type { StormCounts, StormFinding } from '../report/storm-report.ts';
import { type StormCheckpoint, seenFileName } from './checkpoint.ts';
import { type Broken, type ExamineOptions, examine } from './examine.ts';
import type { ToldStory } from './jobs.ts';
import { KnownKinds } from './known-kinds.ts';
import { stormTexts } from './messages.ts';
import { Seen } from './seen.ts';
import type { Step } from './steps.ts';
import { storyAt } from './stories.ts';
import type { Teller } from './teller.ts';

export interface StormOptions extends Omit<ExamineOptions, 'isKnown'> {
	readonly durationMs: number;
	/** Goes on after a finding. */
	readonly keepsGoing: boolean;
	readonly runFolder: string;
	/** Told after every story how far it has come. */
	readonly save: (reached: StormEnd) => void;
}

export interface StormEnd {
	readonly checkpoint: StormCheckpoint;
	readonly states: number;
	readonly transitions: number;
	/** Of this session. */
	readonly storiesPerMinute: number;
}

/** A gateway with more kinds of bugs than this needs no storm. */
const maxFindings = 20;
const maxWithoutVerdictTold = 10;
/** The first progress lines come so often; later ones after a hundredth of the time that has passed. */
const progressMs = 5_000;

/** Tells stories in the order of their numbers, several at a time, until the time is over or something broke. */
export async function storm(teller: Teller, from: StormCheckpoint, options: StormOptions): Promise<StormEnd> {
	return await new Storm(teller, from, options).run();
}

class Storm {
	readonly #teller: Teller;
	readonly #options: StormOptions;
	readonly #from: StormCheckpoint;
	readonly #startedAt = performance.now();
	readonly #seen: Seen;
	readonly #known: KnownKinds;
	readonly #findings: StormFinding[];
	readonly #withoutVerdict: StormCheckpoint['withoutVerdict'];
	readonly #counts: StormCounts;
	readonly #ready = new Map<number, Broken>();
	readonly #running = new Set<Promise<void>>();
	#next: number;
	#toldAt = 0;

	constructor(teller: Teller, from: StormCheckpoint, options: StormOptions) {
		this.#teller = teller;
		this.#options = options;
		this.#from = from;
		this.#seen = new Seen(path.join(options.runFolder, seenFileName));
		this.#known = new KnownKinds(from.known);
		this.#findings = [...from.findings];
		this.#withoutVerdict = [...from.withoutVerdict];
		this.#counts = { ...from.counts };
		this.#next = from.next;
	}

	async run(): Promise<StormEnd> {
		let index = this.#next;
		while (!this.#isOver) {
			while (this.#running.size < this.#teller.size && !this.#isOver) this.#begin(index++);
			await Promise.race(this.#running);
			await this.#countAll();
		}
		await Promise.all(this.#running);
		await this.#countAll();
		// Beyond a finding that ended the storm: another session tells them again.
		for (const { told } of this.#ready.values()) this.#teller.drop(told);
		return this.#reached;
	}

	get #reached(): StormEnd {
		const { states, transitions } = this.#seen;
		return { checkpoint: this.#checkpoint(), states, transitions, storiesPerMinute: this.#perMinute };
	}

	get #elapsedMs(): number {
		return performance.now() - this.#startedAt;
	}

	get #isOver(): boolean {
		return this.#elapsedMs >= this.#options.durationMs || this.#isFull;
	}

	get #isFull(): boolean {
		const news = this.#findings.length - this.#from.findings.length;
		return this.#findings.length >= maxFindings || (news > 0 && !this.#options.keepsGoing);
	}

	get #perMinute(): number {
		const stories = this.#counts.stories - this.#from.counts.stories;
		return Math.round((stories / this.#elapsedMs) * 600_000) / 10;
	}

	#begin(index: number): void {
		const steps = storyAt(this.#options.story, this.#options.seed, String(index));
		const running = this.#tell(index, steps).then((told) => {
			this.#ready.set(index, { index, steps, told });
			this.#running.delete(running);
		});
		this.#running.add(running);
	}

	async #tell(index: number, steps: readonly Step[]): Promise<ToldStory> {
		if (steps.length === 0) return { verdict: 'pass', findings: [], starts: 0, notTaken: 0 };
		return await this.#teller.tellForVerdict(index, steps);
	}

	/** Counts what is there in the order of its numbers, so that a checkpoint is a number. */
	async #countAll(): Promise<void> {
		for (let broken = this.#ready.get(this.#next); broken !== undefined; broken = this.#ready.get(this.#next)) {
			if (this.#isFull) return;
			this.#ready.delete(this.#next);
			this.#next++;
			await this.#count(broken);
			this.#options.save(this.#reached);
			this.#sayProgress();
		}
	}

	async #count(one: Broken): Promise<void> {
		const { steps, told } = one;
		// None of its commands had a subject: a number without a story.
		if (steps.length === 0) return;
		const counts = this.#counts;
		this.#seen.add(steps);
		counts.stories++;
		counts.steps += steps.length - told.notTaken;
		counts.notTaken += told.notTaken;
		switch (told.verdict) {
			case 'fail':
			case 'flaky':
				counts.failed++;
				return await this.#findIn(one);
			case 'pass':
				counts.passed++;
				return this.#teller.drop(told);
			case 'invalid':
			case 'skipped':
				return this.#countWithoutVerdict(one, told.verdict, told.reason ?? told.verdict);
		}
	}

	/** Every kind of finding of the story that was not told yet. */
	async #findIn(one: Broken): Promise<void> {
		const { findings, folder } = one.told;
		// Nothing else runs meanwhile: how often a story breaks is not to depend on its neighbours.
		if (!findings.every(this.#known.has)) await Promise.all(this.#running);
		for (const finding of findings) {
			if (this.#known.has(finding) || this.#findings.length >= maxFindings) continue;
			const examined = await examine(this.#teller, one, finding, { ...this.#options, isKnown: this.#known.has });
			this.#known.add([finding, ...examined.all]);
			this.#findings.push(examined.finding);
		}
		if (!this.#findings.some((each) => each.folder === folder)) this.#teller.drop(one.told);
	}

	#countWithoutVerdict({ index, told }: Broken, verdict: 'invalid' | 'skipped', reason: string): void {
		this.#counts[verdict]++;
		const isTold = this.#withoutVerdict.length < maxWithoutVerdictTold;
		if (isTold) this.#withoutVerdict.push({ story: index, reason, folder: told.folder ?? null });
		else this.#teller.drop(told);
	}

	#checkpoint(): StormCheckpoint {
		return {
			...this.#from,
			next: this.#next,
			activeMs: this.#from.activeMs + Math.round(this.#elapsedMs),
			counts: { ...this.#counts, starts: this.#from.counts.starts + this.#teller.starts },
			findings: [...this.#findings],
			known: this.#known.all,
			withoutVerdict: [...this.#withoutVerdict],
		};
	}

	#sayProgress(): void {
		const now = this.#elapsedMs;
		if (now - this.#toldAt < Math.max(progressMs, now / 100)) return;
		this.#toldAt = now;
		const { stories, steps } = this.#counts;
		const { states, transitions } = this.#seen;
		const findings = this.#findings.length;
		this.#options.say(
			stormTexts.progress({ stories, steps, states, transitions, findings, perMinute: this.#perMinute }),
		);
	}
}

import { type Aim, observationOf } from './aim.ts';
import type { Comparison } from './comparison.ts';
import type { Judgement, Question } from './judgement.ts';
import { type Release, ReleaseUnusableError } from './release.ts';
import { nextStep, type SearchAnswer } from './search.ts';

/** A release with all that was said of it. */
export interface LookedAt {
	readonly release: Release;
	readonly judgements: Judgement[];
}

export interface BisectTask {
	readonly releases: readonly Release[];
	readonly question: Question;
	readonly aim: Aim;
	readonly confirm: number;
	/** What the store holds is not believed. */
	readonly fresh: boolean;
	/** Told before and after each look. */
	readonly onLook: (release: Release, left: number) => void;
	readonly onSeen: (release: Release, judgement: Judgement) => void;
}

export interface Bisected {
	readonly answer: SearchAnswer;
	readonly history: readonly LookedAt[];
	/** Looks that were made now. */
	readonly looks: number;
	readonly starts: number;
	readonly storedLooks: number;
}

/**
 * Looks at releases until the search has its answer. What was seen in an earlier call counts, so that an interrupted
 * bisect goes on where it was.
 *
 * @throws ComparisonInterruptedError
 */
export async function bisect(task: BisectTask, comparison: Comparison): Promise<Bisected> {
	const { releases, question, aim } = task;
	const history = releases.map((release): LookedAt => {
		if (task.fresh) comparison.store.forget(release.subject, question);
		return { release, judgements: comparison.store.read(release.subject, question) };
	});
	const storedLooks = history.reduce((sum, { judgements }) => sum + judgements.length, 0);
	let looks = 0;
	let starts = 0;
	for (;;) {
		const seen = history.map(({ judgements }) => judgements.map((judgement) => observationOf(judgement, aim)));
		const step = nextStep(seen, { confirm: task.confirm });
		if (step.kind === 'answered') return { answer: step.answer, history, looks, starts, storedLooks };
		const at = history[step.index];
		if (at === undefined) throw new RangeError('The search asks for a release that there is.');
		task.onLook(at.release, seen.filter((each) => each.length === 0).length);
		const judgement = await look(at.release, question, comparison);
		task.onSeen(at.release, judgement);
		at.judgements.push(judgement);
		looks++;
		starts += judgement.starts;
	}
}

async function look(release: Release, question: Question, comparison: Comparison): Promise<Judgement> {
	if (release.prepare === null) return await comparison.judge(release.subject, question);
	const startedAt = performance.now();
	try {
		const prepared = await release.prepare(comparison.signal);
		try {
			return await comparison.judge(release.subject, question);
		} finally {
			await prepared[Symbol.asyncDispose]();
		}
	} catch (error) {
		if (!(error instanceof ReleaseUnusableError)) throw error;
		const judgement: Judgement = {
			schema: 1,
			label: release.subject.label,
			judgedAt: new Date().toISOString(),
			wallMs: Math.round(performance.now() - startedAt),
			starts: 0,
			outcome: { kind: 'unusable', code: null, reason: error.message },
		};
		comparison.store.add(release.subject, question, judgement);
		return judgement;
	}
}

import fc from 'fast-check';
import type { Step } from './steps.ts';
import { type StoryOptions, stories } from './stories.ts';

/** The limits of one shrinking: runs of stories, and the time for them. */
const maxRuns = 150;
const maxMs = 180_000;
/** A story that breaks less often than always is tried so often that at most so many of those are taken for whole. */
const acceptedMisses = 0.1;
const maxTries = 6;

export interface Shrunk {
	readonly story: readonly Step[];
	/** fast-check's path to it. */
	readonly path: string;
	readonly runs: number;
}

/**
 * Looks for the shortest story that still fails, by fast-check's own shrinking; bounded, and then the shortest so far.
 *
 * @param fails Runs a story so many times; whether any of them failed.
 */
export async function shrinkStory(
	options: StoryOptions,
	{ seed, index, rate }: { readonly seed: number; readonly index: number; readonly rate: number },
	fails: (story: readonly Step[], tries: number, runs: number) => Promise<boolean>,
): Promise<Shrunk> {
	const tries = triesFor(rate);
	const until = performance.now() + maxMs;
	const known = new Map<string, boolean>();
	let runs = 0;
	const isFailing = async (story: readonly Step[]): Promise<boolean> => {
		const key = JSON.stringify(story);
		const before = known.get(key);
		if (before !== undefined) return before;
		// The story itself comes first, and is known to fail.
		const isFirst = known.size === 0;
		const isSpent = runs >= maxRuns || performance.now() > until;
		if (!isFirst && !isSpent && story.length > 0) runs += tries;
		const answer = isFirst || (!isSpent && story.length > 0 && (await fails(story, tries, runs)));
		known.set(key, answer);
		return answer;
	};
	const property = fc.asyncProperty(stories(options), async (story) => !(await isFailing(story)));
	const { counterexample, counterexamplePath } = await fc.check(property, { seed, path: String(index), numRuns: 1 });
	const [story] = counterexample ?? [];
	if (story === undefined || counterexamplePath === null) throw new RangeError('The story itself does not fail.');
	return { story, path: counterexamplePath, runs };
}

/** How often a candidate is run before it counts as one that holds. Pure. */
export function triesFor(rate: number): number {
	if (rate >= 1) return 1;
	return Math.min(maxTries, Math.ceil(Math.log(acceptedMisses) / Math.log(1 - rate)));
}

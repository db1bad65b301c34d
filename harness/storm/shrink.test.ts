import { expect, test } from 'vitest';
import { shrinkStory, triesFor } from './shrink.ts';
import { storyAt } from './stories.ts';

const options = { steps: 10, abilities: { ownPids: false, inProcess: true, traced: true } };

test('what fails less often than always is tried more often, within a bound', () => {
	expect([1, 0.8, 0.5, 0.2, 0.01].map(triesFor)).toEqual([1, 2, 4, 6, 6]);
});

test('a story is run once at most, and not at all when it has no steps', async () => {
	const run: string[] = [];
	const { story, runs } = await shrinkStory(options, { seed: 1, index: 2, rate: 1 }, async (candidate) => {
		run.push(JSON.stringify(candidate));
		return candidate.some((step) => step.do === 'start');
	});
	expect(story).toHaveLength(1);
	expect(new Set(run).size).toBe(run.length);
	expect(run).toHaveLength(runs);
	expect(run).not.toContain('[]');
});

test('a story that no candidate repeats stays as it is', async () => {
	const { story, path } = await shrinkStory(options, { seed: 1, index: 2, rate: 0.5 }, async () => false);
	expect(story).toEqual(storyAt(options, 1, '2'));
	expect(storyAt(options, 1, path)).toEqual(story);
});

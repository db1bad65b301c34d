import fc from 'fast-check';
import { expect, test } from 'vitest';
import { needsTracer } from '../arena/kill-in-start.ts';
import { after, allows, emptyModel, modelKey } from './model.ts';
import { type Step, stepSchema } from './steps.ts';
import { stories, storyAt } from './stories.ts';

const abilities = { ownPids: true, inProcess: true, traced: true };
const options = { steps: 10, abilities };

test('every step of a story has a subject, and names only instances that were started', () => {
	fc.assert(
		fc.property(stories(options), (story) => {
			let model = emptyModel;
			for (const step of story) {
				expect(allows(model, step, abilities)).toBe(true);
				model = after(model, step);
				if ('instance' in step) expect(step.instance).toBeLessThanOrEqual(model.instances.length);
				expect(stepSchema.parse(step)).toEqual(step);
			}
			expect(story.length).toBeLessThanOrEqual(options.steps);
		}),
	);
});

test('at most one gateway of the model serves on a port, and none beside an occupant', () => {
	fc.assert(
		fc.property(stories(options), (story) => {
			let model = emptyModel;
			for (const step of story) {
				model = after(model, step);
				const holders = model.instances.filter(
					({ place, life }) =>
						(place === 'main' || place === 'other-home') && (life === 'serving' || life === 'frozen'),
				);
				expect(holders.length + (model.isOccupied ? 1 : 0)).toBeLessThanOrEqual(1);
			}
		}),
	);
});

test('gateways that share a home are on one port', () => {
	fc.assert(
		fc.property(stories(options), (story) => {
			let model = emptyModel;
			for (const step of story) {
				model = after(model, step);
				const alive = model.instances.filter(({ life }) => life !== 'gone').map(({ place }) => place);
				expect(alive.includes('main') && alive.includes('moved')).toBe(false);
			}
		}),
	);
});

test('together the stories hold every kind of step', () => {
	const kinds = new Set(
		fc
			.sample(stories(options), { seed: 1, numRuns: 500 })
			.flat()
			.map((step) => step.do),
	);
	expect([...kinds].toSorted()).toEqual(stepSchema.options.map((option) => option.shape.do.value).toSorted());
});

test('what the machine or the gateway does not allow is in no story', () => {
	const lacking = { ...options, abilities: { ownPids: false, inProcess: false, traced: false } };
	const steps = fc.sample(stories(lacking), { seed: 1, numRuns: 200 }).flat();
	expect(
		steps.filter(
			(step) =>
				step.do === 'crash' ||
				(step.do === 'start' && step.pids !== 'shared') ||
				(step.do === 'kill-in-start' && needsTracer(step.at)),
		),
	).toEqual([]);
});

test('seed and path give the same story again, far away ones too', () => {
	expect(storyAt(options, 7, '2000')).toEqual(storyAt(options, 7, '2000'));
	expect(storyAt(options, 7, '2000')).not.toEqual(storyAt(options, 8, '2000'));
});

/** What a lock file that is never reclaimed would do. */
const isLockedOut = (story: readonly Step[]) => {
	const death = story.findIndex((step) => step.do === 'kill' || step.do === 'crash');
	return death !== -1 && story.slice(death).some((step) => step.do === 'start' && step.place === 'main');
};

test.each([1, 2, 3, 4, 5])(
	'shrinking comes to the shortest story, and its path leads there again (seed %d)',
	async (seed) => {
		const { counterexample, counterexamplePath } = await fc.check(
			fc.asyncProperty(stories(options), async (story) => !isLockedOut(story)),
			{ seed },
		);
		const [story = []] = counterexample ?? [];
		expect(story).toEqual([
			{ do: 'start', instance: 1, place: 'main', pids: 'shared' },
			{ do: 'kill', instance: 1, signal: 'SIGKILL' },
			{ do: 'start', instance: 2, place: 'main', pids: 'shared' },
		]);
		expect(storyAt(options, seed, counterexamplePath ?? '')).toEqual(story);
	},
);

test('states that differ only in who came first are one', () => {
	const start = { do: 'start', instance: 1, place: 'main', pids: 'shared' } as const;
	const neighbour = { do: 'start', instance: 2, place: 'neighbour', pids: 'shared' } as const;
	const one = [start, neighbour].reduce<typeof emptyModel>(after, emptyModel);
	const other = [neighbour, start].reduce<typeof emptyModel>(after, emptyModel);
	expect(modelKey(one)).toBe('main serving, neighbour serving');
	expect(modelKey(other)).toBe(modelKey(one));
});

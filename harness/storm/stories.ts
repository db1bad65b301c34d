import fc from 'fast-check';
import { type Abilities, after, allows, candidates, emptyModel, type Model } from './model.ts';
import { crashKinds, killSignals, nudgeSignals, occupantKinds, places, type Step, stopSignals } from './steps.ts';

export interface StoryOptions {
	/** Steps of a story at most. */
	readonly steps: number;
	readonly abilities: Abilities;
}

/** Many a command has no subject where it comes; so many are drawn for each that is to have one. */
const drawnPerStep = 6;

/** Stories that mean something: random commands, of which the model lets those through that have a subject. */
export function stories({ steps, abilities }: StoryOptions): fc.Arbitrary<Step[]> {
	const drawn = fc.commands<Told, Step[]>([command(abilities)], { maxCommands: steps * drawnPerStep, size: 'max' });
	return fc.tuple(new Whole(steps), drawn).map(([most, commands]) => tell(commands, most));
}

/** The story of this number: the same one for the same seed and options. */
export function storyAt(options: StoryOptions, seed: number, path: string): Step[] {
	const [story] = fc.sample(stories(options), { seed, path, numRuns: 1 });
	if (story === undefined) throw new RangeError(`There is no story at path ${path}.`);
	return story;
}

/** How far the telling of a story has come. */
interface Told {
	model: Model;
	left: number;
}

/** Lets fast-check run the commands on the model alone: who is skipped here is left out when the story is shrunk. */
function tell(commands: Iterable<fc.Command<Told, Step[]>>, most: number): Step[] {
	const story: Step[] = [];
	fc.modelRun(() => ({ model: { model: emptyModel, left: most }, real: story }), commands);
	return story;
}

/** Makes of a number from 0 up and a state the step that is meant; null when there is no subject for it. */
type Draft = (model: Model) => Step | null;

class TellStep implements fc.Command<Told, Step[]> {
	readonly #draft: Draft;

	constructor(draft: Draft) {
		this.#draft = draft;
	}

	check({ model, left }: Readonly<Told>): boolean {
		return left > 0 && this.#draft(model) !== null;
	}

	run(told: Told, story: Step[]): void {
		const step = this.#draft(told.model);
		if (step === null) return;
		story.push(step);
		told.model = after(told.model, step);
		told.left--;
	}
}

/** Always as many as there may be; shrinking cuts the end off, which `fc.commands` never does. */
class Whole extends fc.Arbitrary<number> {
	readonly #most: number;
	readonly #range: fc.Arbitrary<number>;

	constructor(most: number) {
		super();
		this.#most = most;
		this.#range = fc.nat(most);
	}

	generate(): fc.Value<number> {
		return new fc.Value(this.#most, undefined);
	}

	canShrinkWithoutContext(value: unknown): value is number {
		return this.#range.canShrinkWithoutContext(value);
	}

	shrink(value: number, context: unknown): fc.Stream<fc.Value<number>> {
		return this.#range.shrink(value, context);
	}
}

type Weighted = readonly [weight: number, drafts: fc.Arbitrary<Draft>];

function command(abilities: Abilities): fc.Arbitrary<TellStep> {
	const fixed = (make: (number: number) => Step) => (model: Model) => {
		const step = make(model.instances.length + 1);
		return allows(model, step, abilities) ? step : null;
	};
	/** Aims at one of those to whom the step can happen. */
	const aimed =
		(which: number, make: (instance: number) => Step): Draft =>
		(model) => {
			const fit = candidates(model, (instance) => allows(model, make(instance), abilities));
			const instance = fit[which % Math.max(1, fit.length)];
			return instance === undefined ? null : make(instance);
		};
	const which = fc.nat(2);
	const place = fc.constantFrom(places[0], places[0], ...places);
	const drafts: Weighted[] = [
		[4, place.map((place) => fixed((instance) => ({ do: 'start', instance, place, pids: 'shared' })))],
		[
			1,
			fc.integer({ min: 2, max: 5 }).map((count) => fixed((instance) => ({ do: 'start-together', instance, count }))),
		],
		[
			3,
			fc
				.tuple(which, fc.constantFrom(1, 3, 8), fc.boolean())
				.map(([at, clients, isDeaf]) => aimed(at, (instance) => ({ do: 'connect', instance, clients, isDeaf }))),
		],
		[
			3,
			fc
				.tuple(which, fc.constantFrom(killSignals[0], ...killSignals))
				.map(([at, signal]) => aimed(at, (instance) => ({ do: 'kill', instance, signal }))),
		],
		[
			2,
			fc
				.tuple(which, fc.constantFrom(...stopSignals))
				.map(([at, signal]) => aimed(at, (instance) => ({ do: 'stop', instance, signal }))),
		],
		[
			2,
			fc
				.tuple(which, fc.constantFrom(...stopSignals))
				.map(([at, signal]) => aimed(at, (instance) => ({ do: 'begin-stop', instance, signal }))),
		],
		[
			6,
			fc
				.tuple(which, fc.constantFrom(null, 5, 20, 60))
				.map(([at, killAfterMs]) => aimed(at, (instance) => ({ do: 'end-stop', instance, killAfterMs }))),
		],
		[
			1,
			fc
				.tuple(which, fc.constantFrom(...nudgeSignals))
				.map(([at, signal]) => aimed(at, (instance) => ({ do: 'nudge', instance, signal }))),
		],
		[2, which.map((at) => aimed(at, (instance) => ({ do: 'freeze', instance })))],
		[5, which.map((at) => aimed(at, (instance) => ({ do: 'thaw', instance })))],
		[5, which.map((at) => aimed(at, (instance) => ({ do: 'clear', instance })))],
		[
			2,
			fc
				.tuple(fc.constantFrom(...occupantKinds), fc.constantFrom('127.0.0.1', '0.0.0.0'))
				.map(([kind, address]) => fixed(() => ({ do: 'occupy', kind, address }))),
		],
		[4, fc.constant(fixed(() => ({ do: 'vacate' })))],
	];
	if (abilities.inProcess) {
		const crash = fc.tuple(which, fc.constantFrom(...crashKinds));
		drafts.push([3, crash.map(([at, how]) => aimed(at, (instance) => ({ do: 'crash', instance, how })))]);
	}
	if (abilities.ownPids) {
		const pids = fc.constantFrom('own', 'taken');
		drafts.push([2, pids.map((pids) => fixed((instance) => ({ do: 'start', instance, place: 'main', pids })))]);
	}
	return fc.oneof(...drafts.map(([weight, arbitrary]) => ({ weight, arbitrary }))).map((draft) => new TellStep(draft));
}

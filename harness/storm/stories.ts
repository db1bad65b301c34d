import fc from 'fast-check';
import { type Draft, drafts } from './drafts.ts';
import { type Abilities, after, emptyModel, type Model } from './model.ts';
import type { Step } from './steps.ts';

export interface StoryOptions {
	/** Steps of a story at most. */
	readonly steps: number;
	readonly abilities: Abilities;
}

/** Many a command has no subject where it comes; so many are drawn for each that is to have one. */
const drawnPerStep = 12;

/** Stories that mean something: random commands, of which the model lets those through that have a subject. */
export function stories({ steps, abilities }: StoryOptions): fc.Arbitrary<Step[]> {
	const drawn = fc.commands<Told, Step[]>([drafts(abilities).map((draft) => new TellStep(draft))], {
		maxCommands: steps * drawnPerStep,
		size: 'max',
	});
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

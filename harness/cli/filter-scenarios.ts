import { alignNearest } from '../judge/alignment.ts';

/** The names by which a scenario is found. */
export interface NamedScenario {
	readonly id: string;
	readonly title: string;
}

/**
 * The scenarios that a filter means: those whose id or title it is, else those whose id or title contains it. Upper and
 * lower case are the same. Pure.
 */
export function filterScenarios<S extends NamedScenario>(scenarios: readonly S[], filter: string): S[] {
	const text = filter.trim().toLowerCase();
	if (text === '') return [];
	const namesOf = ({ id, title }: S) => [id, title].map((name) => name.toLowerCase());
	const exact = scenarios.filter((scenario) => namesOf(scenario).includes(text));
	return exact.length > 0
		? exact
		: scenarios.filter((scenario) => namesOf(scenario).some((name) => name.includes(text)));
}

/** So many suggestions can be taken in at one look. */
const maxSuggestions = 5;

/** A word of five characters may have two that are wrong: that is what one exchange of neighbours counts as. */
const allowedSlips = (word: string) => Math.floor((word.length + 1) / 3);

/** A filter is compared so far; a longer one is no typing error. */
const maxComparedCharacters = 100;

/** The ids that were perhaps meant: they have every word of the filter, in any order, with a slip or two. Best first. Pure. */
export function nearMatches(scenarios: readonly NamedScenario[], filter: string): string[] {
	const words = filter
		.slice(0, maxComparedCharacters)
		.toLowerCase()
		.split(/[^a-z0-9]+/)
		.filter(Boolean);
	if (words.length === 0) return [];
	const near = scenarios.flatMap(({ id }) => {
		const slips = words.map((word) => ({
			allowed: allowedSlips(word),
			made: alignNearest(word, id).edits,
		}));
		return slips.some(({ allowed, made }) => made > allowed) ? [] : [{ id, made: sum(slips.map(({ made }) => made)) }];
	});
	const order = near.toSorted((one, other) => one.made - other.made || one.id.localeCompare(other.id, 'en'));
	return order.slice(0, maxSuggestions).map(({ id }) => id);
}

function sum(numbers: readonly number[]): number {
	return numbers.reduce((total, number) => total + number, 0);
}

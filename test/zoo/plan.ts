import type { FixtureProgram } from '../../fixtures/programs.ts';
import type { ClauseId } from '../../harness/contract/clause-ids.ts';

/** A scenario as far as planning needs it. */
export interface PlannedScenario {
	readonly id: string;
	/** Its file, without folder and extension. */
	readonly group: string;
	readonly tags: readonly string[];
	readonly asserts: readonly string[];
}

export interface Plan {
	/** Ids of scenarios; a later round is only needed when the earlier ones found nothing. */
	readonly rounds: readonly (readonly string[])[];
	readonly wanted: ClauseId | null;
}

/** Groups in which a correct gateway is most easily mistaken for a broken one. */
const closeGroups = ['contention', 'shutdown', 'users'];

/**
 * Which scenarios a gateway of the zoo meets. A broken one: the quick ones (they also show whether it is accused of
 * something else), then those that assert its clause, then the others, until it is found. A correct one: the quick ones and those
 * that look closest. With `isFull` all of them. Deep scenarios vary what the others do, and are left out. Pure.
 */
export function planFor(
	{ header }: Pick<FixtureProgram, 'header'>,
	scenarios: readonly PlannedScenario[],
	{ isFull }: { readonly isFull: boolean },
): Plan {
	const isDeep = ({ tags }: PlannedScenario) => tags.includes('deep') && !tags.includes('full');
	const idsOf = (isMeant: (scenario: PlannedScenario) => boolean) =>
		scenarios.filter((each) => !isDeep(each) && isMeant(each)).map(({ id }) => id);
	if (isFull) return { rounds: [idsOf(() => true)], wanted: null };
	const isQuick = ({ tags }: PlannedScenario) => tags.includes('quick');
	const { breaks } = header;
	if (breaks === undefined) {
		return { rounds: [idsOf((each) => isQuick(each) || closeGroups.includes(each.group))], wanted: null };
	}
	const asserts = (each: PlannedScenario) => each.asserts.includes(breaks);
	return {
		rounds: [
			idsOf(isQuick),
			idsOf((each) => !isQuick(each) && asserts(each)),
			// Every clause is judged in every case: what is only wrong now and then needs starts, whatever they are for.
			idsOf((each) => !isQuick(each) && !asserts(each)),
		],
		wanted: breaks,
	};
}

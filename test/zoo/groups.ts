/** One of `of` groups that are tested apart; the first one is 0. */
export interface Group {
	readonly at: number;
	readonly of: number;
}

/**
 * The members of a group. The costliest members go first, each into the group that has cost least so far, so that all
 * groups take about the same time. Pure.
 */
export function membersOf<T>(all: readonly T[], { at, of }: Group, costOf: (member: T) => number): T[] {
	const groups = Array.from({ length: of }, () => ({ cost: 0, members: [] as T[] }));
	for (const member of all.toSorted((a, b) => costOf(b) - costOf(a))) {
		const cheapest = groups.reduce((least, group) => (group.cost < least.cost ? group : least));
		cheapest.cost += costOf(member);
		cheapest.members.push(member);
	}
	return groups[at]?.members ?? [];
}

import { keyOf, type ReplayedGroup, type TrackRecord } from './record.ts';
import type { OwnFinding, TrackedReport } from './reported.ts';

/** One run: stories on one build that lack the same number of replays. */
export interface PlannedBuild {
	readonly build: string;
	readonly scenarios: readonly string[];
	readonly repeat: number;
}

/** A later build is only asked whether the symptom is gone. */
const laterRepeat = 2;

/**
 * What is still to be replayed. Pure.
 *
 * @param words Parts of builds or scenarios, or numbers of reports; none chooses all.
 */
export function planFor(
	told: readonly (TrackedReport | OwnFinding)[],
	{
		words,
		repeat,
		record,
	}: { readonly words: readonly string[]; readonly repeat: number; readonly record: TrackRecord },
): PlannedBuild[] {
	const missing = new Map<string, { build: string; scenario: string; count: number }>();
	for (const each of told) {
		const { build, scenario, laterBuild } = each;
		const stories = [
			{ build, scenario, wanted: repeat },
			...(laterBuild === undefined ? [] : [{ build: laterBuild, scenario, wanted: Math.min(repeat, laterRepeat) }]),
		];
		for (const { wanted, ...story } of stories.filter((one) => isMeant(one, each, words))) {
			const key = keyOf(story);
			const count = wanted - (record[key]?.replays.length ?? 0);
			if (count > (missing.get(key)?.count ?? 0)) missing.set(key, { ...story, count });
		}
	}
	const runs = Map.groupBy(missing.values(), ({ build, count }) => `${build} ${count}`);
	return [...runs.values()].flatMap((stories) => {
		const [first] = stories;
		if (first === undefined) return [];
		return [{ build: first.build, scenarios: stories.map(({ scenario }) => scenario), repeat: first.count }];
	});
}

/** The record with new replays behind those that it has, or instead of them. Pure. */
export function withReplays(
	record: TrackRecord,
	groups: readonly ReplayedGroup[],
	{ forgets }: { readonly forgets: boolean },
): TrackRecord {
	const fresh = groups.map((group): [string, ReplayedGroup] => {
		const known = forgets ? undefined : record[keyOf(group)];
		return [keyOf(group), { ...group, replays: [...(known?.replays ?? []), ...group.replays] }];
	});
	return { ...record, ...Object.fromEntries(fresh) };
}

/** Whether one of the words is a part of the build or the scenario, or the number of the report. */
function isMeant(
	story: { readonly build: string; readonly scenario: string },
	told: TrackedReport | OwnFinding,
	words: readonly string[],
): boolean {
	const number = 'number' in told ? `${told.number}` : '';
	return (
		words.length === 0 ||
		words.some(
			(word) => story.build.includes(word) || story.scenario.includes(word) || number === word.replace('#', ''),
		)
	);
}

import { keyOf, type Replay, type ReplayedGroup, type Seen, type TrackRecord } from './record.ts';
import type { Symptom } from './reported.ts';

/** What the replays of one story on one build say of a symptom. */
export interface Outcome {
	readonly group: ReplayedGroup;
	/** How many replays showed the symptom. */
	readonly shown: number;
	/** How many came to an end at all; a skipped one did not. */
	readonly of: number;
	/** The first finding that shows it; null when none does. */
	readonly example: Seen | null;
}

/** What came of a story on a build; null when it was not replayed yet. Pure. */
export function outcomeOf(
	record: TrackRecord,
	told: { readonly build: string; readonly scenario: string; readonly symptom: Symptom },
): Outcome | null {
	const group = record[keyOf(told)];
	if (group === undefined) return null;
	const ended = group.replays.filter(({ verdict }) => verdict !== 'skipped');
	const examples = ended.flatMap((replay) => showing(replay, told.symptom) ?? []);
	return { group, shown: examples.length, of: ended.length, example: examples[0] ?? null };
}

/** The first finding of a replay that shows the symptom. Pure. */
export function showing({ findings }: Replay, { clause, says }: Symptom): Seen | null {
	return (
		findings.find((seen) => seen.clause === clause && (says.test(seen.message) || says.test(seen.printed ?? ''))) ??
		null
	);
}

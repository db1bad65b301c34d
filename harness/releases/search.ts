/** What one look at a release said. */
export type Observation =
	| 'good'
	| 'bad'
	/** It could not be obtained, or it never starts: looking again would show the same. */
	| 'unusable'
	/** It ran, and nothing could be said: the clause was not exercised, or a fault had no proof. */
	| 'no-verdict';

/** What was seen of each release so far, oldest release first. */
export type Observations = readonly (readonly Observation[])[];

export interface SearchRules {
	/** How often the last good and the first bad release are looked at before they are named; at least 1. */
	readonly confirm: number;
}

export type SearchStep =
	| { readonly kind: 'judge'; readonly index: number }
	| { readonly kind: 'answered'; readonly answer: SearchAnswer };

export type SearchAnswer =
	| {
			readonly kind: 'found';
			readonly lastGood: number;
			readonly firstBad: number;
			/** Releases between the two that nothing could be said of: each of them may be the first bad one. */
			readonly hidden: readonly number[];
			/** The chance that the last good release is bad and merely did not show it; 0 for a steady verdict. */
			readonly doubt: number;
	  }
	| { readonly kind: 'end-unsayable'; readonly index: number }
	| { readonly kind: 'end-contradicts'; readonly index: number };

type Standing = 'good' | 'bad' | 'unsayable' | 'open';

/** A release of which nothing could be said is asked so often; the second time another moment may be met. */
const looksWithoutVerdict = 2;
/** How small the doubt in the last good release must be when the bad ones are bad only sometimes. */
const wantedDoubt = 0.05;
/** More looks at one release than this cost more than they tell. */
const mostLooks = 20;

/**
 * What is to be done next: look at one release, or nothing more. The first release is taken for good and the last for bad,
 * and both are looked at first. A release that was bad once is bad. Pure: the same observations give the same step.
 */
export function nextStep(seen: Observations, { confirm }: SearchRules): SearchStep {
	const last = seen.length - 1;
	const ends = endStep(seen, 0, 'good', confirm) ?? endStep(seen, last, 'bad', confirm);
	if (ends !== null) return ends;
	const firstBad = seen.findIndex((_, index) => standingAt(seen, index) === 'bad');
	const lastGood = seen.findLastIndex((_, index) => index < firstBad && standingAt(seen, index) === 'good');
	const between = Array.from({ length: firstBad - lastGood - 1 }, (_, offset) => lastGood + 1 + offset);
	const open = between.filter((index) => standingAt(seen, index) === 'open');
	if (open.length > 0) return { kind: 'judge', index: nearest(open, (lastGood + firstBad) / 2) };
	const bad = looksAt(seen, firstBad);
	if (bad.length < Math.min(mostLooks, isSteady(bad) ? confirm : 2 * confirm))
		return { kind: 'judge', index: firstBad };
	const good = looksAt(seen, lastGood);
	if (good.length < looksWanted(bad, confirm)) return { kind: 'judge', index: lastGood };
	const doubt = (1 - badShare(bad)) ** good.filter((each) => each === 'good').length;
	return { kind: 'answered', answer: { kind: 'found', lastGood, firstBad, hidden: between, doubt } };
}

function endStep(seen: Observations, index: number, wanted: 'good' | 'bad', confirm: number): SearchStep | null {
	const standing = standingAt(seen, index);
	if (standing === wanted) return null;
	if (standing === 'open') return { kind: 'judge', index };
	if (standing === 'unsayable') return { kind: 'answered', answer: { kind: 'end-unsayable', index } };
	// A bug that shows sometimes may have stayed hidden; one that showed is no good end.
	if (wanted === 'bad' && looksAt(seen, index).length < confirm) return { kind: 'judge', index };
	return { kind: 'answered', answer: { kind: 'end-contradicts', index } };
}

function standingAt(seen: Observations, index: number): Standing {
	const looks = looksAt(seen, index);
	if (looks.includes('bad')) return 'bad';
	if (looks.includes('good')) return 'good';
	if (looks.includes('unusable') || looks.length >= looksWithoutVerdict) return 'unsayable';
	return 'open';
}

/** So many looks at a good release leave no more than the wanted doubt, when a bad one shows itself as often as this one. */
function looksWanted(bad: readonly Observation[], confirm: number): number {
	const share = badShare(bad);
	if (share === 1) return confirm;
	return Math.min(mostLooks, Math.max(confirm, Math.ceil(Math.log(wantedDoubt) / Math.log(1 - share))));
}

function badShare(looks: readonly Observation[]): number {
	return looks.filter((each) => each === 'bad').length / looks.length;
}

function isSteady(looks: readonly Observation[]): boolean {
	return new Set(looks).size === 1;
}

function looksAt(seen: Observations, index: number): readonly Observation[] {
	return seen[index] ?? [];
}

function nearest(indexes: readonly number[], to: number): number {
	return indexes.reduce((best, each) => (Math.abs(each - to) < Math.abs(best - to) ? each : best));
}

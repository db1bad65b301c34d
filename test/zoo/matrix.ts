import type { FixtureProgram } from '../../fixtures/programs.ts';
import { type ClauseId, clauseIds } from '../../harness/contract/clause-ids.ts';
import type { Observation, ObservedCase } from './observation.ts';

/** `WAITING`: its fault shows only under an explorer that does not exist yet, and no scenario hit it by chance. */
export type RowVerdict = 'FOUND' | 'MISSED' | 'WRONG CLAUSE' | 'WAITING' | 'CLEAN' | 'FALSE ALARM' | 'NO VERDICT';

/** One gateway of the zoo, and what was found on it. */
export interface Row {
	readonly name: string;
	/** The clause that it breaks; null for a correct one. */
	readonly expected: ClauseId | null;
	readonly needs: string | null;
	/** Clauses with findings, in the contract's order. */
	readonly found: readonly ClauseId[];
	/** Of these, those that it does not break. */
	readonly accused: readonly Accusation[];
	/** Scenarios that found the expected clause broken. */
	readonly scenarios: readonly string[];
	/** Starts of the gateway up to the end of the first case that found it. */
	readonly startsNeeded: number | null;
	readonly starts: number;
	readonly cases: number;
	/** Cases that allow no verdict, and why. */
	readonly invalid: readonly { readonly scenario: string; readonly reason: string }[];
	readonly verdict: RowVerdict;
	/** What kept cases from being run. */
	readonly trouble: string | null;
	readonly durationMs: number;
}

export interface Accusation {
	readonly clause: ClauseId;
	readonly scenario: string;
	readonly message: string;
}

export interface Score {
	readonly found: number;
	/** Broken gateways that do not wait for an explorer. */
	readonly findable: number;
	readonly waiting: readonly string[];
	/** Cases on correct gateways with a finding, and in all. */
	readonly falseAlarms: number;
	readonly correctCases: number;
	readonly isClean: boolean;
}

/** Judges what was found on a gateway by what its header says. Pure. */
export function rowOf({ name, header }: Pick<FixtureProgram, 'name' | 'header'>, observation: Observation): Row {
	const { cases } = observation;
	const expected = header.breaks ?? null;
	const finders = cases.filter((each) => expected !== null && findsIn(each).includes(expected));
	const allowed = new Set([...(expected === null ? [] : [expected]), ...header.also]);
	const accused = cases.flatMap((each) => accusationsOf(each)).filter(({ clause }) => !allowed.has(clause));
	const seen = new Set(cases.flatMap(findsIn));
	const firstFinder = finders[0];
	return {
		name,
		expected,
		needs: header.needs ?? null,
		found: clauseIds.filter((id) => seen.has(id)),
		accused,
		scenarios: finders.map(({ result }) => result.scenario),
		startsNeeded: firstFinder === undefined ? null : startsIn(cases.slice(0, cases.indexOf(firstFinder) + 1)),
		starts: startsIn(cases),
		cases: cases.length,
		invalid: cases.flatMap(({ result: { scenario, verdict, reason } }) =>
			verdict === 'invalid' ? [{ scenario, reason: reason ?? '' }] : [],
		),
		verdict: verdictOf({ expected, isFound: finders.length > 0, accused, needs: header.needs, observation }),
		trouble: troubleOf(observation),
		durationMs: observation.durationMs,
	};
}

/** How good the harness is, in numbers. Pure. */
export function scoreOf(rows: readonly Row[]): Score {
	const broken = rows.filter(({ expected }) => expected !== null);
	const correct = rows.filter(({ expected }) => expected === null);
	const waiting = broken.filter(({ verdict }) => verdict === 'WAITING').map(({ name }) => name);
	const alarmed = correct.flatMap(({ accused, name }) => accused.map(({ scenario }) => `${name} ${scenario}`));
	return {
		found: broken.filter(({ startsNeeded }) => startsNeeded !== null).length,
		findable: broken.length - waiting.length,
		waiting,
		falseAlarms: new Set(alarmed).size,
		correctCases: correct.reduce((sum, { cases }) => sum + cases, 0),
		isClean: rows.every(({ verdict }) => ['FOUND', 'WAITING', 'CLEAN'].includes(verdict)),
	};
}

/** Clause → broken gateways that no other clause catches. Pure. */
export function soleClauses(rows: readonly Row[]): ReadonlyMap<ClauseId, readonly string[]> {
	return new Map(
		clauseIds.map((clause) => [
			clause,
			rows
				.filter(({ found, expected }) => expected === clause && found.every((id) => id === clause) && found.length > 0)
				.map(({ name }) => name),
		]),
	);
}

/**
 * Key → broken gateways that nothing else of its kind finds by their clause: of scenarios, or of their groups. Pure.
 *
 * @param keyOf Maps a scenario's id to what is to earn its place.
 */
export function soleFinders(
	rows: readonly Row[],
	keys: readonly string[],
	keyOf: (scenario: string) => string = (scenario) => scenario,
): ReadonlyMap<string, readonly string[]> {
	const soleKeyOf = ({ scenarios }: Row) => {
		const [only, ...others] = new Set(scenarios.map(keyOf));
		return others.length === 0 ? only : undefined;
	};
	return new Map(keys.map((key) => [key, rows.filter((row) => soleKeyOf(row) === key).map(({ name }) => name)]));
}

function verdictOf(of: {
	readonly expected: ClauseId | null;
	readonly isFound: boolean;
	readonly accused: readonly Accusation[];
	readonly needs: string | undefined;
	readonly observation: Observation;
}): RowVerdict {
	if (of.expected === null) {
		if (of.accused.length > 0) return 'FALSE ALARM';
		return troubleOf(of.observation) === null ? 'CLEAN' : 'NO VERDICT';
	}
	if (of.accused.length > 0) return 'WRONG CLAUSE';
	if (of.isFound) return 'FOUND';
	return of.needs === undefined ? 'MISSED' : 'WAITING';
}

function troubleOf({ errors, isComplete, cases }: Observation): string | null {
	if (errors.length > 0) return errors.join('; ');
	if (!isComplete) return 'not all cases were run';
	return cases.length === 0 ? 'no case was run' : null;
}

function findsIn({ result }: ObservedCase): ClauseId[] {
	return result.clauses.filter(({ findings }) => findings.length > 0).map(({ id }) => id);
}

function accusationsOf({ result }: ObservedCase): Accusation[] {
	return result.clauses.flatMap(({ id, findings }) =>
		findings.slice(0, 1).map(({ message }) => ({ clause: id, scenario: result.scenario, message })),
	);
}

function startsIn(cases: readonly ObservedCase[]): number {
	return cases.reduce((sum, { starts }) => sum + starts, 0);
}

import { z } from 'zod';
import { type Footprint, isDependent, placesOf } from './footprint.ts';
import { isQuickToHold } from './looking-calls.ts';

/** A call of a contender that ran alone. */
export const soloCallSchema = z.object({
	/** Which call of its run, from 1. */
	number: z.int().positive(),
	name: z.string(),
	text: z.string(),
	/** Equal in every run. */
	maskedCall: z.string(),
	/** Which call of its run with this masked call, from 1. */
	nth: z.int().positive(),
	relevance: z.enum(['files', 'kernel', 'exit', 'look']),
	paths: z.array(z.string()),
	/** It opens a file for appending, or appends to one. */
	isAppending: z.boolean(),
});
export type SoloCall = z.infer<typeof soloCallSchema>;

/**
 * The next call after which it makes a difference to hold a contender, when the other one, run after the call before
 * `from`, did what its footprint says: all calls up to the next one that does not commute with that may as well come
 * before it. Null when none is left: a contender that made its last call is not held any more. Pure.
 *
 * @param from Number of the first call that the held one has not made yet, from 1.
 */
export function nextHold(held: readonly SoloCall[], from: number, other: Footprint): SoloCall | null {
	return holdsFrom(held, from, other)[0] ?? null;
}

/**
 * The needless rounds of a run: who waits asks the same again and again, and changes nothing meanwhile. Between two
 * changes, the first two and the last two looks of one kind are tried, and those in the middle tell no more. Pure.
 */
export function looksInRounds(calls: readonly SoloCall[]): ReadonlySet<SoloCall> {
	const between = new Set<SoloCall>();
	let round = new Map<string, SoloCall[]>();
	const endRound = () => {
		for (const alike of round.values()) for (const each of alike.slice(2, -2)) between.add(each);
		round = new Map();
	};
	for (const call of calls) {
		if (call.relevance !== 'look') endRound();
		else round.set(call.maskedCall, [...(round.get(call.maskedCall) ?? []), call]);
	}
	endRound();
	return between;
}

/**
 * A call after which one can be held in place of another one: itself, or a later one that comes to the same, since all in
 * between commutes with what the other one does. A process that has ended can be held only by what another one of its
 * tree does next. Null when there is none. Pure.
 */
export function standIn(held: readonly SoloCall[], hold: SoloCall, other: Footprint): SoloCall | null {
	const places = placesOf(other);
	for (const call of held.slice(hold.number - 1, -1)) {
		if (call !== hold && isDependent(call, places)) break;
		if (call.relevance !== 'exit' && isQuickToHold(call.maskedCall)) return call;
	}
	return hold.relevance === 'exit' ? null : hold;
}

/** Whether holds after either of two calls came to the same, now that it is known what the other one did. Pure. */
export function cameToTheSame(held: readonly SoloCall[], hold: SoloCall, stand: SoloCall, other: Footprint): boolean {
	const places = placesOf(other);
	return !held.slice(hold.number, stand.number).some((call) => isDependent(call, places));
}

/** How many holds there are at most from a call on, if the other one did the same after each. Pure. */
export function holdsAtMost(held: readonly SoloCall[], from: number, other: Footprint): number {
	return holdsFrom(held, from, other).length;
}

function holdsFrom(held: readonly SoloCall[], from: number, other: Footprint): SoloCall[] {
	const databases = databasesIn(held);
	const places = placesOf(other);
	return held
		.slice(from - 1, -1)
		.filter((call) => isDependent(call, places) && !isOneStep(call, held[call.number], databases));
}

/** Calls that move the data of an open file. */
const dataCall = /^(?:p?write|p?read|ftruncate|fallocate)/;

/** SQLite keeps these beside a database. */
const besideDatabase = /-(?:journal|wal|shm)$/;

/** The databases that a run works with: files beside which there is a journal. */
function databasesIn(calls: readonly SoloCall[]): ReadonlySet<string> {
	const besides = calls.flatMap(({ paths }) => paths.filter((place) => besideDatabase.test(place)));
	return new Set(besides.map((place) => place.replace(besideDatabase, '')));
}

/**
 * Pages that are written to one database one after the other are one step: whoever opens a database by SQLite is kept
 * from seeing some of them by SQLite's own locks, and taking or leaving those is a call of its own.
 */
function isOneStep(call: SoloCall, next: SoloCall | undefined, databases: ReadonlySet<string>): boolean {
	if (next === undefined || !dataCall.test(call.name) || !dataCall.test(next.name)) return false;
	const databaseOf = ({ paths: [place = ''] }: SoloCall) => place.replace(besideDatabase, '');
	return databases.has(databaseOf(call)) && databaseOf(call) === databaseOf(next);
}

import { createHash } from 'node:crypto';
import path from 'node:path/posix';
import { z } from 'zod';
import { masked } from './masks.ts';

/** Something in an arena that is another one than before the first start. */
export const stateEntrySchema = z.object({
	/** Relative to the arena. */
	path: z.string(),
	kind: z.enum(['file', 'directory', 'symlink', 'socket', 'fifo', 'device']),
	mode: z.int(),
	sizeBytes: z.number().nonnegative(),
	/** How old it was when its processes died, in milliseconds. */
	ageMs: z.number(),
	/** SHA-256 of the content of a file, a link's target. */
	hash: z.string().optional(),
	target: z.string().optional(),
	/** The content of a small file that is text. */
	text: z.string().optional(),
});
export type StateEntry = z.infer<typeof stateEntrySchema>;

/** What is on disk after a death: everything that differs from the arena in which the first start began. */
export const crashStateSchema = z.object({
	entries: z.array(stateEntrySchema),
	/** What lay there at first and is gone. */
	removed: z.array(z.string()),
	/** Who made the state, all of them dead. */
	pids: z.array(z.int()),
	startTicks: z.array(z.int()),
});
export type CrashState = z.infer<typeof crashStateSchema>;

/** Nothing but what lay there at first. */
export const cleanState: CrashState = { entries: [], removed: [], pids: [], startTicks: [] };

/** Equal for states that differ in masked things only (see masks.ts) and in the times of their files. Pure. */
export function stateKey(state: CrashState): string {
	const lines = [
		...state.entries.map((entry) => `${masked(entry.path, state)} ${describeEntry(entry, state)}`),
		...state.removed.map((gone) => `${masked(gone, state)} removed`),
	];
	return createHash('sha256').update(lines.sort().join('\n')).digest('hex').slice(0, 12);
}

/** Whether two states differ in masked things, times of files, and the contents of the given logs only. Pure. */
export function isSameBut(one: CrashState, other: CrashState, logs: readonly string[]): boolean {
	const quiet = (state: CrashState): CrashState => ({
		...state,
		entries: state.entries.map((entry) => {
			if (entry.kind !== 'file' || !logs.includes(entry.path)) return entry;
			const { hash: _, text: __, ...rest } = entry;
			return rest;
		}),
	});
	return stateKey(quiet(one)) === stateKey(quiet(other));
}

/** How much of an entry somebody looked at. */
export type Aspect = 'exists' | 'stat' | 'list' | 'content';

/** Places that a start looked at, and how closely. */
export type ReadSet = ReadonlyMap<string, ReadonlySet<Aspect>>;

/** Whether a start that looks at nothing but the read set cannot tell one state from the other. Pure. */
export function agreeOn(one: CrashState, other: CrashState, readSet: ReadSet): boolean {
	const mine = index(one);
	const theirs = index(other);
	for (const [place, aspects] of readSet) {
		for (const aspect of aspects) {
			if (looksLike(mine, place, aspect) !== looksLike(theirs, place, aspect)) return false;
		}
	}
	return true;
}

/** The state as a tree with contents, for people. Pure. */
export function renderState(state: CrashState): string[] {
	const lines = state.entries.map((entry) => `${entry.path}  ${whatIs(entry)}`);
	return [...lines, ...state.removed.map((gone) => `${gone}  (removed)`)].sort();
}

const maxShownCharacters = 200;

function whatIs(entry: StateEntry): string {
	if (entry.kind === 'symlink') return `→ ${entry.target}`;
	if (entry.kind !== 'file') return `(${entry.kind})`;
	if (entry.sizeBytes === 0) return '(empty)';
	if (entry.text === undefined) return `(${entry.sizeBytes} bytes)`;
	const shown = JSON.stringify(entry.text.slice(0, maxShownCharacters));
	return entry.text.length > maxShownCharacters ? `${shown}… (${entry.sizeBytes} bytes)` : shown;
}

interface Indexed {
	readonly state: CrashState;
	readonly entries: ReadonlyMap<string, StateEntry>;
	readonly removed: ReadonlySet<string>;
}

function index(state: CrashState): Indexed {
	return {
		state,
		entries: new Map(state.entries.map((entry) => [entry.path, entry])),
		removed: new Set(state.removed),
	};
}

/** What that aspect of a place shows; the same text for everything that is as it was at first. */
function looksLike({ state, entries, removed }: Indexed, place: string, aspect: Aspect): string {
	if (aspect === 'list') {
		const inside = (each: string) => path.dirname(each) === place;
		return JSON.stringify([
			state.entries
				.flatMap((entry) => (inside(entry.path) ? [`${masked(entry.path, state)} ${entry.kind}`] : []))
				.sort(),
			state.removed.filter(inside).sort(),
		]);
	}
	if (removed.has(place)) return 'removed';
	const entry = entries.get(place);
	if (entry === undefined) return 'as before';
	if (aspect === 'exists') return entry.kind;
	if (aspect === 'stat')
		return `${entry.kind} ${entry.mode} ${entry.kind === 'file' ? entry.sizeBytes : ''} ${isOfTheFuture(entry)}`;
	return describeEntry(entry, state);
}

function describeEntry(entry: StateEntry, state: CrashState): string {
	const content = entry.text === undefined ? entry.hash : masked(entry.text, state);
	const target = entry.target && masked(entry.target, state);
	return JSON.stringify([entry.kind, entry.mode, target, content, ...(isOfTheFuture(entry) ? ['of the future'] : [])]);
}

/** No clock of a file system is ahead by so much: somebody dated it so. */
const aheadMs = 1_000;

/** A time to come is no time at which something was written, so it is not masked. */
function isOfTheFuture({ ageMs }: StateEntry): boolean {
	return ageMs < -aheadMs;
}

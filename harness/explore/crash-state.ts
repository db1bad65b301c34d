import { createHash } from 'node:crypto';
import path from 'node:path/posix';
import { z } from 'zod';
import { aheadMs, type MaskSubject, masked } from './masks.ts';

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
	/** Another name of the same file, which stands before this one. */
	linkTo: z.string().optional(),
	/** The content of a small file that is text. */
	text: z.string().optional(),
	/** Of a file that belongs to a SQLite database: what that says, masked and hashed, and how far the file has come. */
	database: z.object({ content: z.string(), shape: z.enum(['empty', 'not begun', 'filled']) }).optional(),
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
	/** In milliseconds since 1970; absent where nobody has died. */
	takenAtMs: z.number().optional(),
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

/** The read set of a start over a state, with everything masked that may have other names in another run. Pure. */
export function maskedReadSet(readSet: ReadSet, over: MaskSubject): ReadSet {
	const seen = new Map<string, Set<Aspect>>();
	for (const [place, aspects] of readSet) {
		const name = masked(place, over);
		const known = seen.get(name) ?? new Set<Aspect>();
		for (const aspect of aspects) known.add(aspect);
		seen.set(name, known);
	}
	return seen;
}

/** Whether a start that looks at nothing but the (masked) read set cannot tell one state from the other. Pure. */
export function agreeOn(one: CrashState, other: CrashState, readSet: ReadSet): boolean {
	return seenIn(one, readSet) === seenIn(other, readSet);
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
	if (entry.text === undefined) return `(${entry.sizeBytes} bytes${entry.database ? ' of a SQLite database' : ''})`;
	const shown = JSON.stringify(entry.text.slice(0, maxShownCharacters));
	return entry.text.length > maxShownCharacters ? `${shown}… (${entry.sizeBytes} bytes)` : shown;
}

const seen = new WeakMap<ReadSet, WeakMap<CrashState, string>>();

/** All that the read set shows of a state; nothing for what is as it was at first. */
function seenIn(state: CrashState, readSet: ReadSet): string {
	const ofStates = seen.get(readSet) ?? new WeakMap<CrashState, string>();
	seen.set(readSet, ofStates);
	const known = ofStates.get(state);
	if (known !== undefined) return known;
	const shown: string[] = [];
	const show = (place: string, look: (aspect: Aspect) => string | null) => {
		for (const aspect of readSet.get(masked(place, state)) ?? []) {
			const looks = look(aspect);
			if (looks !== null) shown.push(`${masked(place, state)} ${aspect} ${looks}`);
		}
	};
	const showListed = (place: string, what: string) =>
		show(path.dirname(place), (aspect) =>
			aspect === 'list' ? `${masked(path.basename(place), state)} ${what}` : null,
		);
	for (const entry of state.entries) {
		show(entry.path, (aspect) => looksLike(entry, state, aspect));
		showListed(entry.path, entry.kind);
	}
	for (const gone of state.removed) {
		show(gone, (aspect) => (aspect === 'list' ? null : 'removed'));
		showListed(gone, 'removed');
	}
	const text = shown.sort().join('\n');
	ofStates.set(state, text);
	return text;
}

/** What an aspect of an entry shows; null where the entries below it do. */
function looksLike(entry: StateEntry, state: CrashState, aspect: Aspect): string | null {
	const { kind, mode, sizeBytes, database } = entry;
	switch (aspect) {
		case 'list':
			return null;
		case 'exists':
			return kind;
		case 'stat':
			return `${kind} ${mode} ${kind === 'file' ? (database?.shape ?? sizeBytes) : ''} ${isOfTheFuture(entry)}`;
		case 'content':
			return describeEntry(entry, state);
	}
}

function describeEntry(entry: StateEntry, state: CrashState): string {
	const { text, hash, database } = entry;
	const content = database ?? (text === undefined ? hash : masked(text, state));
	const target = entry.target && masked(entry.target, state);
	const link = entry.linkTo === undefined ? [] : [masked(entry.linkTo, state)];
	const future = isOfTheFuture(entry) ? ['of the future'] : [];
	return JSON.stringify([entry.kind, entry.mode, target, content, ...link, ...future]);
}

/** A time to come is no time at which something was written, so it is not masked. */
function isOfTheFuture({ ageMs }: StateEntry): boolean {
	return ageMs < -aheadMs;
}

import { createHash } from 'node:crypto';
import { constants, copyFileSync, existsSync, mkdirSync, readFileSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import { type FoundFile, walkArena } from '../observe/arena-files.ts';
import type { CrashState, StateEntry } from './crash-state.ts';
import { databaseText, isBegun, isDatabase } from './database-content.ts';
import { type DatabaseGroup, databaseGroups } from './database-groups.ts';
import { type MaskSubject, masked } from './masks.ts';
import { StateError } from './state-error.ts';

/** What lay in an arena before its first start: path → identity. */
export type Baseline = ReadonlyMap<string, string>;

/** Files up to this size are shown, and compared with masks. */
const maxTextBytes = 256 * 1024;
/** A larger file would cost more than it can tell; a state that has one is not taken. */
const maxFileBytes = 256 * 1024 * 1024;

/** All that one worker keeps, whatever it explores; a program that writes a big file bit by bit leaves as many versions. */
const maxKeptBytes = 1024 * 1024 * 1024;
let keptBytes = 0;

/** What is known of a file's content while its identity stays the same. */
interface KnownContent extends Pick<StateEntry, 'hash' | 'text'> {
	readonly isDatabase: boolean;
}

/** Takes states of one arena; what is kept of them is kept once, whatever its name. */
export class Camera {
	readonly #arena: string;
	readonly #baseline: Baseline;
	readonly #blobs: string;
	/** Content of a file by its identity: most files are the same as at the last look. */
	readonly #known = new Map<string, KnownContent>();
	/** What databases say, by the identities of their files. */
	readonly #databases = new Map<string, string | null>();

	constructor(arena: string, baseline: Baseline, blobs: string) {
		this.#arena = arena;
		this.#baseline = baseline;
		this.#blobs = blobs;
		mkdirSync(blobs, { recursive: true });
	}

	/**
	 * What differs now from the baseline. Nothing in the arena may run meanwhile.
	 *
	 * @throws StateError when there is more than can be looked at.
	 */
	take(subject: MaskSubject): CrashState {
		const { files, bound } = walkArena(this.#arena);
		if (bound !== null) throw new StateError(this.#arena, `it holds more than ${bound}`);
		const now = Date.now();
		const by = { ...subject, takenAtMs: subject.takenAtMs ?? now };
		const there = new Set(files.map((file) => file.path));
		const databases = this.#databasesIn(files, by);
		const links = new Map(files.toReversed().map(({ inode, path: place }) => [inode, place]));
		return {
			entries: files
				.filter((file) => this.#isChanged(file))
				.map((file) => this.#entry(file, { now, databases, links })),
			removed: [...this.#baseline.keys()].filter((place) => !there.has(place)),
			pids: [...by.pids],
			startTicks: [...by.startTicks],
			takenAtMs: by.takenAtMs,
		};
	}

	/**
	 * Keeps what the files of a state hold, so that it can be brought back. The arena must be as it was when it was taken.
	 *
	 * @throws StateError when there is more than can be kept.
	 */
	keep(state: CrashState): void {
		for (const { path: place, hash, sizeBytes } of state.entries) {
			if (hash === undefined) continue;
			const blob = path.join(this.#blobs, hash);
			if (existsSync(blob)) continue;
			if (keptBytes + sizeBytes > maxKeptBytes) {
				throw new StateError(place, `states keep at most ${maxKeptBytes / 1024 ** 2} MiB of contents`);
			}
			keptBytes += sizeBytes;
			copyFileSync(path.join(this.#arena, place), blob, constants.COPYFILE_FICLONE);
		}
	}

	#isChanged(file: FoundFile): boolean {
		return this.#baseline.get(file.path) !== file.identity;
	}

	#entry(file: FoundFile, { now, databases, links }: Taking): StateEntry {
		const full = path.join(this.#arena, file.path);
		const { mode } = file;
		const base = { path: file.path, kind: file.kind, mode, sizeBytes: file.sizeBytes, ageMs: now - file.mtimeMs };
		if (file.kind === 'symlink') return { ...base, target: readlinkSync(full) };
		if (file.kind !== 'file') return base;
		const { hash, text } = this.#content(file);
		const database = databases.get(file.path);
		const firstName = links.get(file.inode);
		const linkTo = firstName === file.path ? undefined : firstName;
		return { ...base, hash, ...defined({ text, database, linkTo }) };
	}

	#content(file: FoundFile): KnownContent {
		const key = identityOf(file);
		const known = this.#known.get(key);
		if (known !== undefined) return known;
		if (file.sizeBytes > maxFileBytes) throw new StateError(file.path, `it has ${file.sizeBytes} bytes`);
		const bytes = this.#read(file);
		const hash = createHash('sha256').update(bytes).digest('hex');
		const content = { hash, ...textOf(bytes), isDatabase: isDatabase(bytes) };
		this.#known.set(key, content);
		return content;
	}

	/** For the files of each database that has changed: what it says, and in which shape the file is. */
	#databasesIn(files: readonly FoundFile[], by: MaskSubject): Map<string, StateEntry['database']> {
		const told = new Map<string, StateEntry['database']>();
		const regular = files.filter(({ kind }) => kind === 'file');
		const isWritten = (file: FoundFile) =>
			this.#isChanged(file) && file.sizeBytes > 0 && this.#content(file).isDatabase;
		for (const group of databaseGroups(regular, isWritten)) {
			const members = [group.main, group.journal, group.wal, group.memory].filter((file) => file !== null);
			if (!members.some((file) => this.#isChanged(file))) continue;
			// Someone else's file that only has such a name beside it.
			if (group.main.sizeBytes > 0 && !this.#content(group.main).isDatabase) continue;
			const says = this.#says(group);
			if (says === null) continue;
			const content = createHash('sha256').update(masked(says, by)).digest('hex');
			for (const file of members) {
				const isWhole = file !== group.journal || isBegun(this.#read(file));
				told.set(file.path, { content, shape: file.sizeBytes === 0 ? 'empty' : isWhole ? 'filled' : 'not begun' });
			}
		}
		return told;
	}

	#says({ main, journal, wal }: DatabaseGroup<FoundFile>): string | null {
		const key = [main, journal, wal].map((file) => (file === null ? '' : identityOf(file))).join('\n');
		const known = this.#databases.get(key);
		if (known !== undefined) return known;
		const bytes = (file: FoundFile | null) => (file === null ? null : this.#read(file));
		const files = { main: this.#read(main), journal: bytes(journal), wal: bytes(wal) };
		const says = databaseText(files, this.#blobs);
		// One database is written to at a time, as a rule: what it said before is not asked again.
		if (this.#databases.size >= maxKnownDatabases) this.#databases.clear();
		this.#databases.set(key, says);
		return says;
	}

	#read(file: FoundFile): Buffer {
		return readFileSync(path.join(this.#arena, file.path));
	}
}

/** What is known while one state is taken. */
interface Taking {
	readonly now: number;
	readonly databases: ReadonlyMap<string, StateEntry['database']>;
	/** The first name of each file, by its inode. */
	readonly links: ReadonlyMap<string, string>;
}

/** Without the fields that are undefined. */
function defined<T extends object>(fields: T): Partial<T> {
	return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;
}

/** Texts of databases that are remembered at the same time. */
const maxKnownDatabases = 32;

function identityOf(file: FoundFile): string {
	return `${file.path} ${file.identity} ${file.ctimeMs}`;
}

function textOf(bytes: Buffer): { text?: string } {
	if (bytes.length > maxTextBytes) return {};
	const text = bytes.toString('utf8');
	return text.includes('\0') || text.includes('\ufffd') ? {} : { text };
}

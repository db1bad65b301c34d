import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
	chmodSync,
	existsSync,
	lstatSync,
	lutimesSync,
	mkdirSync,
	readFileSync,
	readlinkSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { type FoundFile, walkArena } from '../observe/arena-files.ts';
import type { CrashState, StateEntry } from './crash-state.ts';

/** What lay in an arena before its first start: path → identity. */
export type Baseline = ReadonlyMap<string, string>;

/** Files up to this size are shown, and compared with masks. */
const maxTextBytes = 256 * 1024;
/** A larger file would cost more than it can tell; a state that has one is not taken. */
const maxFileBytes = 256 * 1024 * 1024;

/** A state cannot be taken or brought back. */
export class StateError extends Error {
	override readonly name = 'StateError';
	readonly path: string;

	constructor(place: string, why: string) {
		super(`The state of ${place} cannot be kept: ${why}.`);
		this.path = place;
	}
}

/** Takes states of one arena, keeping each content once, whatever its name. */
export class Camera {
	readonly #arena: string;
	readonly #baseline: Baseline;
	readonly #blobs: string;
	/** Content of a file by its identity: most files are the same as at the last look. */
	readonly #known = new Map<string, Pick<StateEntry, 'hash' | 'text'>>();

	constructor(arena: string, baseline: Baseline, blobs: string) {
		this.#arena = arena;
		this.#baseline = baseline;
		this.#blobs = blobs;
		mkdirSync(blobs, { recursive: true });
	}

	/**
	 * What differs now from the baseline. Nothing in the arena may run meanwhile.
	 *
	 * @throws StateError when there is more than can be kept.
	 */
	take(by: { readonly pids: readonly number[]; readonly startTicks: readonly number[] }): CrashState {
		const { files, bound } = walkArena(this.#arena);
		if (bound !== null) throw new StateError(this.#arena, `it holds more than ${bound}`);
		const now = Date.now();
		const there = new Set(files.map((file) => file.path));
		return {
			entries: files
				.filter((file) => this.#baseline.get(file.path) !== file.identity)
				.map((file) => this.#keep(file, now)),
			removed: [...this.#baseline.keys()].filter((place) => !there.has(place)),
			pids: [...by.pids],
			startTicks: [...by.startTicks],
		};
	}

	#keep(file: FoundFile, now: number): StateEntry {
		const full = path.join(this.#arena, file.path);
		const mode = lstatSync(full).mode & 0o7777;
		const base = { path: file.path, kind: file.kind, mode, sizeBytes: file.sizeBytes, ageMs: now - file.mtimeMs };
		if (file.kind === 'symlink') return { ...base, target: readlinkSync(full) };
		return file.kind === 'file' ? { ...base, ...this.#content(file, full) } : base;
	}

	#content(file: FoundFile, full: string): Pick<StateEntry, 'hash' | 'text'> {
		const key = `${file.path} ${file.identity}`;
		const known = this.#known.get(key);
		if (known !== undefined) return known;
		if (file.sizeBytes > maxFileBytes) throw new StateError(file.path, `it has ${file.sizeBytes} bytes`);
		const bytes = readFileSync(full);
		const hash = createHash('sha256').update(bytes).digest('hex');
		const blob = path.join(this.#blobs, hash);
		if (!existsSync(blob)) writeFileSync(blob, bytes);
		const content = { hash, ...textOf(bytes) };
		this.#known.set(key, content);
		return content;
	}
}

/** Brings a state back into an arena that is as it was before the first start. Times are as long ago as they were. */
export function restoreState(arena: string, state: CrashState, blobs: string): void {
	for (const place of state.removed) rmSync(path.join(arena, place), { recursive: true, force: true });
	const now = Date.now();
	for (const entry of state.entries) restore(path.join(arena, entry.path), entry, blobs);
	// Folders last, the deepest first: what is made in them changes their times.
	for (const entry of state.entries.toReversed()) {
		if (entry.kind === 'socket') continue;
		const full = path.join(arena, entry.path);
		if (entry.kind !== 'symlink') chmodSync(full, entry.mode);
		const time = new Date(now - entry.ageMs);
		lutimesSync(full, time, time);
	}
}

function restore(full: string, entry: StateEntry, blobs: string): void {
	switch (entry.kind) {
		case 'directory':
			mkdirSync(full, { recursive: true });
			return;
		case 'file':
			rmSync(full, { force: true });
			writeFileSync(full, readFileSync(path.join(blobs, entry.hash ?? '')));
			return;
		case 'symlink':
			rmSync(full, { force: true });
			symlinkSync(entry.target ?? '', full);
			return;
		case 'fifo':
			make('mkfifo', ['--', path.basename(full)], full);
			return;
		case 'socket':
			// Whoever made it is dead: so is this one, and the name stays.
			make(process.execPath, ['-e', leaveSocket, path.basename(full)], full);
			return;
		case 'device':
			throw new StateError(entry.path, 'a device cannot be made again');
	}
}

const leaveSocket = `require('node:net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))`;

function make(program: string, words: readonly string[], full: string): void {
	const { stderr } = spawnSync(program, words, {
		cwd: path.dirname(full),
		encoding: 'utf8',
		stdio: ['ignore', 'ignore', 'pipe'],
	});
	if (!existsSync(full)) throw new StateError(full, stderr);
}

function textOf(bytes: Buffer): { text?: string } {
	if (bytes.length > maxTextBytes) return {};
	const text = bytes.toString('utf8');
	return text.includes('\0') || text.includes('\ufffd') ? {} : { text };
}

import { createHash } from 'node:crypto';
import {
	closeSync,
	constants,
	fstatSync,
	lstatSync,
	opendirSync,
	openSync,
	readlinkSync,
	readSync,
	type Stats,
} from 'node:fs';
import path from 'node:path';
import type { AuditEntry } from '../timeline/events.ts';
import type { ClosedPlaces } from './closed-places.ts';

/** The folders of an arena that a gateway writes to. */
export const auditedFolders = ['home', 'tmp', 'run', 'shm', 'var-tmp', 'cwd'] as const;
export type AuditedFolder = (typeof auditedFolders)[number];

/** Bounds of one walk; whichever is hit first stands in the result. */
const maxEntries = 20_000;
const maxDepth = 16;
const maxContentBytes = 4_096;
const maxHashedBytes = 512 * 1024;
const maxHashedTotalBytes = 64 * 1024 * 1024;

export interface FoundFile {
	/** Relative to the arena; bytes that are no UTF-8 are shown as U+FFFD. */
	readonly path: string;
	/** The whole path as the file system knows it. */
	readonly place: Buffer;
	readonly kind: AuditEntry['kind'];
	readonly sizeBytes: number;
	/** Changes whenever the entry is another one or was changed. */
	readonly identity: string;
	readonly mtimeMs: number;
	/** Of its last change of any kind: unlike the one before, no program sets this time. */
	readonly ctimeMs: number;
	/** Equal for all names of one file: its file system and its inode there. */
	readonly inode: string;
	/** Permission bits. */
	readonly mode: number;
	/** `<uid>:<gid>`. */
	readonly owner: string;
}

/**
 * Lists what lies below an arena's folders, level by level, so that a folder full of files hides nothing beside it. Links
 * are not followed, no file is opened, and a folder that may not be read is listed without its content.
 *
 * @param closed Opens such folders; for when no gateway lives.
 */
export function walkArena(arena: string, closed?: ClosedPlaces): { files: FoundFile[]; bound: string | null } {
	const files: FoundFile[] = [];
	let bound: string | null = null;
	let level: Pick<FoundFile, 'path' | 'place'>[] = auditedFolders.map((folder) => ({
		path: folder,
		place: Buffer.from(path.join(arena, folder)),
	}));
	for (let depth = 1; level.length > 0; depth++) {
		if (depth > maxDepth) {
			bound ??= `depth ${maxDepth}`;
			break;
		}
		const next: typeof level = [];
		for (const folder of level) {
			closed?.open(folder.place, 'directory');
			for (const name of names(folder.place)) {
				if (files.length >= maxEntries) return { files, bound: `${maxEntries} entries` };
				const place = Buffer.concat([folder.place, separator, name]);
				const stats = statOrNull(place);
				if (stats === null) continue;
				const found = describe(`${folder.path}/${name}`, place, stats);
				files.push(found);
				if (found.kind === 'directory') next.push(found);
			}
		}
		level = next;
	}
	return { files, bound };
}

/** The head of a small regular file or a link's target; null for everything else (a FIFO would block, a device act). */
export function readHead(file: FoundFile, closed?: ClosedPlaces): string | null {
	if (file.kind === 'symlink') {
		try {
			return readlinkSync(file.place);
		} catch {
			return null;
		}
	}
	if (file.kind !== 'file' || file.sizeBytes > maxContentBytes) return null;
	closed?.open(file.place, 'file');
	return readRegular(file.place, maxContentBytes)?.toString('utf8') ?? null;
}

/** Content hashes of the small files, to compare two moments; larger files are compared by size and time alone. */
export function hashFiles(files: readonly FoundFile[]): Map<string, { hash: string; bytes: Buffer }> {
	const hashes = new Map<string, { hash: string; bytes: Buffer }>();
	let total = 0;
	for (const file of files) {
		if (file.kind !== 'file' || file.sizeBytes > maxHashedBytes || total > maxHashedTotalBytes) continue;
		const bytes = readRegular(file.place, maxHashedBytes);
		if (bytes === null) continue;
		total += bytes.length;
		hashes.set(file.path, { hash: createHash('sha256').update(bytes).digest('hex'), bytes });
	}
	return hashes;
}

const separator = Buffer.from('/');

function names(folder: Buffer): Buffer[] {
	try {
		// opendir reads in portions, so a folder of a million entries costs no more than the bound.
		const handle = opendirSync(folder, { encoding: 'buffer' } as never);
		const found: Buffer[] = [];
		for (let entry = handle.readSync(); entry !== null && found.length <= maxEntries; entry = handle.readSync()) {
			found.push(Buffer.from(entry.name));
		}
		handle.closeSync();
		return found.sort(Buffer.compare);
	} catch {
		return [];
	}
}

function describe(entry: string, place: Buffer, stats: Stats): FoundFile {
	const isFile = stats.isFile();
	return {
		path: entry,
		place,
		kind: kindOf(stats),
		sizeBytes: stats.isDirectory() ? 0 : stats.size,
		// A folder's times change with every file in it; only a folder that was replaced is another one.
		identity: isFile ? `${stats.ino} ${stats.size} ${stats.mtimeMs}` : `${stats.ino}`,
		mtimeMs: stats.mtimeMs,
		ctimeMs: stats.ctimeMs,
		inode: `${stats.dev}:${stats.ino}`,
		mode: stats.mode & 0o7777,
		owner: `${stats.uid}:${stats.gid}`,
	};
}

function kindOf(stats: Stats): AuditEntry['kind'] {
	if (stats.isFile()) return 'file';
	if (stats.isDirectory()) return 'directory';
	if (stats.isSymbolicLink()) return 'symlink';
	if (stats.isSocket()) return 'socket';
	if (stats.isFIFO()) return 'fifo';
	return 'device';
}

function statOrNull(full: Buffer): Stats | null {
	try {
		return lstatSync(full);
	} catch {
		return null;
	}
}

function readRegular(full: Buffer, maxBytes: number): Buffer | null {
	let descriptor: number;
	try {
		descriptor = openSync(full, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
	} catch {
		return null;
	}
	try {
		// Between lstat and open the name may have become something else.
		if (!fstatSync(descriptor).isFile()) return null;
		const buffer = Buffer.alloc(maxBytes);
		return Buffer.from(buffer.subarray(0, readSync(descriptor, buffer, 0, maxBytes, 0)));
	} catch {
		return null;
	} finally {
		closeSync(descriptor);
	}
}

import { databaseLocksIn, tellsOfDatabase } from '../contract/database-locks.ts';
import { lockLikeReason } from '../contract/lock-like.ts';
import { type AuditedFolder, auditedFolders, type FoundFile, readHead, walkArena } from '../observe/arena-files.ts';
import { ClosedPlaces } from '../observe/closed-places.ts';
import { fileLocksIn } from '../observe/kernel-locks.ts';
import { pidsIn } from '../observe/pids-in-text.ts';
import type { AuditEntry, KernelLock } from '../timeline/events.ts';

/** What lies in folders of the arena before a gateway's first start there: path to identity. */
export function baselineOf(arena: string, folders: readonly AuditedFolder[] = auditedFolders): Map<string, string> {
	const { files } = walkArena(arena);
	const wanted = files.filter((file) => folders.some((folder) => file.path.startsWith(`${folder}/`)));
	return new Map(wanted.map((file) => [file.path, file.identity]));
}

/** Entries listed in one audit; lock-like ones come first, so that a flood of other files hides nothing. */
const maxListed = 500;

export interface AuditResult {
	readonly entries: AuditEntry[];
	readonly kernelLocks: KernelLock[];
	readonly truncated: boolean;
	readonly note?: string;
}

/** What the kernel's tables show at the time of the audit. */
export interface KernelTables {
	/** The text of `/proc/locks`; null when it could not be read. */
	readonly lockTable: string | null;
	/** IPC objects that the case's namespace contains; null when they could not be read. */
	readonly objects: readonly KernelLock[] | null;
}

export interface AuditOptions {
	/** What lay there before the first start; see `baselineOf`. */
	readonly baseline: ReadonlyMap<string, string>;
	readonly pids: { readonly dead: ReadonlySet<number>; readonly live: ReadonlySet<number> };
	readonly kernel: KernelTables;
	/** No gateway lives, so that what they closed may be opened for a look. */
	readonly isQuiet: boolean;
}

/** The facts of one look through an arena; which of them mark a stale lock is for the judge. */
export function auditArena(arena: string, { baseline, pids, kernel, isQuiet }: AuditOptions): AuditResult {
	const closed = isQuiet ? new ClosedPlaces() : undefined;
	try {
		const { files, bound } = walkArena(arena, closed);
		const entries: AuditEntry[] = [];
		for (const file of files) {
			if (baseline.get(file.path) === file.identity) continue;
			const content = readHead(file, closed);
			const text = content ?? '';
			entries.push({
				path: file.path,
				kind: file.kind,
				sizeBytes: file.sizeBytes,
				...(content === null ? {} : { content }),
				deadPidsNamed: pidsIn(text, pids.dead),
				livePidsNamed: pidsIn(text, pids.live),
				isNew: true,
			});
		}
		return summary(entries, files, {
			bound,
			refused: closed?.refused ?? 0,
			kernel,
		});
	} finally {
		closed?.closeAgain();
	}
}

interface Seen {
	readonly bound: string | null;
	readonly refused: number;
	readonly kernel: KernelTables;
}

function summary(entries: AuditEntry[], files: readonly FoundFile[], { bound, refused, kernel }: Seen): AuditResult {
	const databaseLocks = databaseLocksIn(files.map((file) => file.path));
	const weights = new Map(entries.map((entry) => [entry, weight(entry, databaseLocks)]));
	entries.sort((a, b) => (weights.get(b) ?? 0) - (weights.get(a) ?? 0));
	// An abstract socket needs no look: the kernel keeps none without a process that holds it, and none lives.
	const { lockTable, objects } = kernel;
	const kernelLocks = [...fileLocksIn(lockTable ?? '', files), ...(objects ?? [])];
	const cut = entries.length > maxListed;
	const notes = [
		bound === null ? null : `walk ended at ${bound}`,
		refused === 0 ? null : `${refused} places could not be looked into`,
		objects === null ? 'IPC objects could not be read' : null,
		lockTable === null ? 'kernel locks could not be read' : null,
		cut ? `${entries.length - maxListed} entries not listed` : null,
	];
	const note = notes.filter((text) => text !== null).join('; ');
	return {
		entries: entries.slice(0, maxListed),
		kernelLocks,
		truncated: bound !== null || refused > 0 || objects === null || lockTable === null,
		...(note === '' ? {} : { note }),
	};
}

function weight(entry: AuditEntry, databaseLocks: ReadonlySet<string>): number {
	if (lockLikeReason(entry, databaseLocks) !== null) return 2;
	// Who judges the entries later knows only those that are listed.
	return entry.deadPidsNamed.length > 0 || tellsOfDatabase(entry.path, databaseLocks) ? 1 : 0;
}

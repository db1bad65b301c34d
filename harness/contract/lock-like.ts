import { basename } from 'node:path/posix';
import type { AuditEntry } from '../timeline/events.ts';
import { lockReasons } from './lock-reasons.ts';
import { lastWordIfLock, lockWordIn } from './lock-words.ts';
import { reasonByContent } from './owner-in-content.ts';
import { type WordsThatCount, wordsThatCount } from './subject-files.ts';
import { isInstalled, isVersionLock } from './version-locks.ts';

export type LockCandidate = Pick<
	AuditEntry,
	'path' | 'kind' | 'sizeBytes' | 'content' | 'deadPidsNamed' | 'livePidsNamed'
>;

/**
 * Why something that outlived every instance counts as a lock, else null. By its kind (socket, FIFO), by a word of its
 * name, or because a small file (or a link) says nothing but which dead process owned something. Pure.
 * To ask whether a file marks an owner at all, hand in living pids as dead ones.
 *
 * @param databaseLocks What `databaseLocksIn` says of everything that lies there.
 */
export function lockLikeReason(entry: LockCandidate, databaseLocks: ReadonlySet<string>): string | null {
	if (entry.kind === 'socket') return lockReasons.socket;
	if (entry.kind === 'fifo') return lockReasons.fifo;
	const isDatabaseLock = entry.kind === 'file' && entry.sizeBytes === 0 && databaseLocks.has(entry.path);
	return (isDatabaseLock ? null : reasonByName(entry)) ?? reasonByContent(entry);
}

function reasonByName({ path, kind, content }: LockCandidate): string | null {
	const name = basename(path);
	if (isVersionLock(name)) return null;
	// A folder has no type that its name could tell.
	const word = lockWordOf(name, path, kind === 'directory' ? 'any' : wordsThatCount(name, content));
	return word === undefined ? null : lockReasons.name(word);
}

/** A mark that a running program makes; packages hold files and folders of every other name. */
const lockExtension = /\.(?:lock|lck|pid)\d*$/i;

function lockWordOf(name: string, path: string, counts: WordsThatCount): string | undefined {
	if (counts === 'none' || (isInstalled(path) && !lockExtension.test(name))) return undefined;
	return counts === 'last' ? lastWordIfLock(name) : lockWordIn(name);
}

import { databaseLocksIn } from '../contract/database-locks.ts';
import { lockLikeReason } from '../contract/lock-like.ts';
import type { FileChange } from '../timeline/events.ts';
import { type FoundFile, hashFiles, walkArena } from './arena-files.ts';
import { pidsIn } from './pids-in-text.ts';

/** What lay in an arena at one moment, with contents, to be compared with a later moment. */
export interface FilesAt {
	readonly files: ReadonlyMap<string, FoundFile>;
	readonly contents: ReturnType<typeof hashFiles>;
}

export function filesNow(arena: string): FilesAt {
	const { files } = walkArena(arena);
	return { files: new Map(files.map((file) => [file.path, file])), contents: hashFiles(files) };
}

/** Excerpt of a file's content that goes into the record. */
const excerptChars = 300;

/**
 * What happened to the files of the earlier moment: to their place and content, their permissions and owner, and, where
 * they mark an owner, to their time. New files are no change to them.
 */
export function compareFiles(before: FilesAt, after: FilesAt, livePids: ReadonlySet<number>): FileChange[] {
	const databaseLocks = databaseLocksIn(before.files.keys());
	return [...before.files].flatMap(([path, old]): FileChange[] => {
		const bytes = before.contents.get(path)?.bytes;
		const content = bytes?.toString('utf8');
		const candidate = {
			...old,
			...(content === undefined ? {} : { content }),
			// To an owner's mark it makes no difference here whether its owner lives.
			deadPidsNamed: content === undefined ? [] : pidsIn(content, livePids),
			livePidsNamed: [],
		};
		const lockLike = lockLikeReason(candidate, databaseLocks) !== null;
		const base = { path, appended: false, lockLike };
		const excerpt = content === undefined ? {} : { before: content.slice(0, excerptChars) };
		const now = after.files.get(path);
		if (now === undefined) return [{ ...base, ...excerpt, change: 'deleted' }];
		const was = { file: old, ...before.contents.get(path) };
		const is = { file: now, ...after.contents.get(path) };
		const written = whatWasWritten(was, is, lockLike);
		const changes = written === null ? [] : [{ ...base, ...excerpt, ...written }];
		// What was put in its place has attributes of its own.
		if (written?.change === 'replaced') return changes;
		const touched = written === null && lockLike && hasOwnTime(old) && old.mtimeMs !== now.mtimeMs;
		if (touched) changes.push({ ...base, ...excerpt, change: 'touched' });
		return [...changes, ...attributeChanges(old, now).map((each) => ({ ...base, ...each }))];
	});
}

interface Seen {
	readonly file: FoundFile;
	/** Of a small regular file. */
	readonly hash?: string;
	readonly bytes?: Buffer;
}

type Change = Pick<FileChange, 'change' | 'before' | 'after'> & { readonly appended?: boolean };

/** Whether something else stands there now, under the same name or in the same file. */
function whatWasWritten(was: Seen, is: Seen, lockLike: boolean): Change | null {
	const replaced = inodeOf(was.file) !== inodeOf(is.file) || was.file.kind !== is.file.kind;
	if (was.file.kind !== 'file') return replaced ? { change: 'replaced' } : null;
	const isRead = was.hash !== undefined && is.hash !== undefined;
	const same = isRead ? was.hash === is.hash : was.file.identity === is.file.identity;
	// A mark that was put anew, though alike, has lost the kernel lock that its owner holds on the old one.
	if (same && !(replaced && lockLike)) return null;
	const grew =
		was.bytes !== undefined && is.bytes !== undefined
			? is.bytes.subarray(0, was.bytes.length).equals(was.bytes)
			: is.file.sizeBytes > was.file.sizeBytes;
	const after = is.bytes === undefined ? {} : { after: is.bytes.toString('utf8').slice(0, excerptChars) };
	return { change: replaced ? 'replaced' : 'modified', appended: grew && !replaced, ...after };
}

function inodeOf(file: FoundFile): string | undefined {
	return file.identity.split(' ')[0];
}

/** Sockets and FIFOs change their time when somebody speaks. */
function hasOwnTime({ kind }: FoundFile): boolean {
	return kind === 'file' || kind === 'directory';
}

function attributeChanges(old: FoundFile, now: FoundFile): Change[] {
	const changes: Change[] = [];
	if (old.mode !== now.mode) changes.push({ change: 'mode-changed', before: octal(old.mode), after: octal(now.mode) });
	if (old.owner !== now.owner) changes.push({ change: 'owner-changed', before: old.owner, after: now.owner });
	return changes;
}

function octal(mode: number): string {
	return mode.toString(8).padStart(4, '0');
}

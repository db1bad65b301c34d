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

/** What happened to the files of the earlier moment. New files are no change to them. */
export function compareFiles(before: FilesAt, after: FilesAt, livePids: ReadonlySet<number>): FileChange[] {
	const changes: FileChange[] = [];
	for (const [path, old] of before.files) {
		const oldContent = before.contents.get(path);
		const now = after.files.get(path);
		const newContent = after.contents.get(path);
		const content = oldContent?.bytes.toString('utf8');
		const base = {
			path,
			appended: false,
			lockLike:
				lockLikeReason({
					path,
					kind: old.kind,
					...(content === undefined ? {} : { content }),
					// To an owner's mark it makes no difference here whether its owner lives.
					deadPidsNamed: content === undefined ? [] : pidsIn(content, livePids),
					livePidsNamed: [],
				}) !== null,
			...(content === undefined ? {} : { before: content.slice(0, excerptChars) }),
		};
		if (now === undefined) {
			changes.push({ ...base, change: 'deleted' });
			continue;
		}
		if (old.kind !== 'file') {
			if (old.kind !== now.kind || old.identity !== now.identity) changes.push({ ...base, change: 'replaced' });
			continue;
		}
		const same =
			oldContent !== undefined && newContent !== undefined
				? oldContent.hash === newContent.hash
				: old.identity === now.identity;
		if (same) continue;
		const replaced = old.identity.split(' ')[0] !== now.identity.split(' ')[0];
		const appended =
			!replaced &&
			(oldContent !== undefined && newContent !== undefined
				? newContent.bytes.subarray(0, oldContent.bytes.length).equals(oldContent.bytes)
				: now.sizeBytes > old.sizeBytes);
		const newText = newContent?.bytes.toString('utf8').slice(0, excerptChars);
		changes.push({
			...base,
			change: replaced ? 'replaced' : 'modified',
			appended,
			...(newText === undefined ? {} : { after: newText }),
		});
	}
	return changes;
}

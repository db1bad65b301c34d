import { databaseLocksIn } from '../contract/database-locks.ts';
import { lockLikeReason } from '../contract/lock-like.ts';
import { walkArena } from '../observe/arena-files.ts';
import type { Arena } from './arena.ts';

/** A look that says whether something lock-like lies in the arena that did not when the look was made. */
export function lockAppears(arena: Arena): () => boolean {
	const before = new Set(walkArena(arena.folder).files.map(({ path }) => path));
	return () => {
		const { files } = walkArena(arena.folder);
		const databaseLocks = databaseLocksIn(files.map((file) => file.path));
		return files.some((file) => {
			const candidate = { ...file, deadPidsNamed: [], livePidsNamed: [] };
			return !before.has(file.path) && lockLikeReason(candidate, databaseLocks) !== null;
		});
	};
}

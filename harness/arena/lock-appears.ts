import { databaseLocksIn } from '../contract/database-locks.ts';
import { lockLikeReason } from '../contract/lock-like.ts';
import { walkArena } from '../observe/arena-files.ts';
import type { Arena } from './arena.ts';

/**
 * A look that says whether something lock-like lies in the arena that did not when this was called: before the start
 * that is to make it, since that may be quicker than a busy machine looks. The home is laid out first.
 */
export function lockAppears(arena: Arena): () => boolean {
	arena.prepareProfile('main');
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

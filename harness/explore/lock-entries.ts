import { databaseLocksIn } from '../contract/database-locks.ts';
import { lockLikeReason } from '../contract/lock-like.ts';
import { pidsIn } from '../observe/pids-in-text.ts';
import { type CrashState, type StateEntry, stateKey } from './crash-state.ts';

/** Equal for states whose locks are the same, whatever else lies there. Pure. */
export function locksOf(state: CrashState): string {
	const databaseLocks = databaseLocksIn(state.entries.map(({ path }) => path));
	const dead = new Set(state.pids);
	const isLock = ({ text: content, ...entry }: StateEntry) =>
		lockLikeReason(
			{
				...entry,
				...(content === undefined ? {} : { content }),
				deadPidsNamed: content === undefined ? [] : pidsIn(content, dead),
				livePidsNamed: [],
			},
			databaseLocks,
		) !== null;
	return stateKey({ ...state, entries: state.entries.filter(isLock), removed: [] });
}

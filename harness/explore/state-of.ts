import type { Arena } from '../arena/arena.ts';

/** Everybody who has lived in the arena, for the masks of a state. */
export function stateOf(arena: Arena): { pids: number[]; startTicks: number[] } {
	const members = arena.instances.flatMap((instance) => [...instance.members.values()]);
	return {
		pids: [...new Set([...arena.legacyPids, ...members.map(({ pid }) => pid)])],
		startTicks: [...new Set(members.map(({ startTicks }) => startTicks))],
	};
}

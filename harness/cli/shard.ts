import { UsageError } from './errors.ts';

/** One part of a run that is split. */
export interface Shard {
	/** From 1. */
	readonly index: number;
	readonly count: number;
}

const maxShards = 1_000;

/** @throws UsageError */
export function parseShard(text: string): Shard {
	const [, index = 0, count = 0] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
	if (index < 1 || count < 1 || index > count || count > maxShards) {
		throw new UsageError('--shard', text, `<i>/<n> with i from 1 to n, and n from 1 to ${maxShards}`);
	}
	return { index, count };
}

/** Every n-th of the list, so that neighbours (the costly cases of one file) go to different shards. Pure. */
export function shardOf<T>(all: readonly T[], { index, count }: Shard): T[] {
	return all.filter((_, place) => place % count === index - 1);
}

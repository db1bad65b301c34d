import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { tempFolder } from '../testing/temp-folder.ts';
import { removeOldRuns } from './retention.ts';
import { parseShard, shardOf } from './shard.ts';

const names = ['20260101-000000-1', '20260102-000000-1', '20260103-000000-1', '20260104-000000-1'];

function storedRuns(megabytes: number): string {
	const root = tempFolder();
	for (const name of [...names, 'bundles']) {
		mkdirSync(path.join(root, name, 'cases'), { recursive: true });
		writeFileSync(path.join(root, name, 'cases', 'big'), Buffer.alloc(megabytes * 1024 * 1024));
	}
	return root;
}

test('the oldest runs go when there are too many', () => {
	const root = storedRuns(0);
	expect(removeOldRuns(root, '20260104-000000-1', { runs: 2, megabytes: 100 })).toEqual(names.slice(0, 2).reverse());
	expect(readdirSync(root).sort()).toEqual([...names.slice(2), 'bundles']);
});

test('the oldest runs go when they weigh too much; the current one never', () => {
	const root = storedRuns(2);
	expect(removeOldRuns(root, '20260104-000000-1', { runs: 10, megabytes: 3 })).toEqual(names.slice(0, 2).reverse());
	expect(removeOldRuns(root, '20260104-000000-1', { runs: 10, megabytes: 1 })).toEqual(['20260103-000000-1']);
});

test('the shards of a list are the list, each member once, neighbours apart', () => {
	const all = ['a', 'b', 'c', 'd', 'e'];
	const parts = [1, 2].map((index) => shardOf(all, parseShard(`${index}/2`)));
	expect(parts).toEqual([
		['a', 'c', 'e'],
		['b', 'd'],
	]);
});

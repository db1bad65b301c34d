import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { createEntry, listEntries, readEntry } from './cache-entry.ts';

let shelf: string;
beforeEach(async () => {
	shelf = path.join(await mkdtemp(path.join(tmpdir(), 'gatelock-cache-')), 'shelf');
});
afterEach(() => rm(path.dirname(shelf), { recursive: true, force: true }));

const slot = () => ({ shelf, key: 'a', markerName: 'marker.json', schema: z.object({ by: z.string() }) });

function fillWith(by: string, meanwhile: () => Promise<unknown> = async () => undefined) {
	return async (folder: string) => {
		await writeFile(path.join(folder, 'content'), by);
		await meanwhile();
		return { by };
	};
}

test('of two that fill at once both get the same whole entry, and nothing else is left', async () => {
	const { promise: bothFilling, resolve } = Promise.withResolvers<void>();
	let filling = 0;
	const meet = async () => {
		if (++filling === 2) resolve();
		await bothFilling;
	};
	const [one, two] = await Promise.all([
		createEntry(slot(), fillWith('one', meet)),
		createEntry(slot(), fillWith('two', meet)),
	]);
	expect(one).toEqual(two);
	expect(await readFile(path.join(one.folder, 'content'), 'utf8')).toBe(one.marker.by);
	expect(await readdir(shelf)).toEqual(['a']);
});

test('a fill that fails leaves nothing', async () => {
	const broken = createEntry(
		slot(),
		fillWith('x', () => Promise.reject(new Error('no room'))),
	);
	await expect(broken).rejects.toThrow('no room');
	expect(await readdir(shelf)).toEqual([]);
});

test.each([
	['without a marker', null],
	['with half a marker', '{"by": "o'],
	['with a marker of another shape', '{"of": 1}'],
])('an entry %s is not used, and replaced', async (_title, marker) => {
	await mkdir(path.join(shelf, 'a'), { recursive: true });
	await writeFile(path.join(shelf, 'a', 'content'), 'torn');
	if (marker !== null) await writeFile(path.join(shelf, 'a', 'marker.json'), marker);
	expect(await readEntry(slot())).toBeNull();
	expect(await listEntries(slot())).toEqual([]);

	const entry = await createEntry(slot(), fillWith('whole'));
	expect(await readFile(path.join(entry.folder, 'content'), 'utf8')).toBe('whole');
	expect(await readdir(shelf)).toEqual(['a']);
});

test('a folder that a killed run left is removed once no install can be that old', async () => {
	const old = path.join(shelf, '.partial-1-old');
	const young = path.join(shelf, '.partial-1-young');
	for (const folder of [old, young]) {
		await mkdir(folder, { recursive: true });
		await writeFile(path.join(folder, 'marker.json'), '{"by": "nobody"}');
	}
	const yesterday = new Date(Date.now() - 24 * 60 * 60 * 1000);
	await utimes(old, yesterday, yesterday);
	await createEntry(slot(), fillWith('one'));
	expect((await readdir(shelf)).sort()).toEqual(['.partial-1-young', 'a']);
	expect((await listEntries(slot())).map((entry) => entry.marker.by)).toEqual(['one']);
});

import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { tempFolder } from '../testing/temp-folder.ts';
import { createEntry } from './cache-entry.ts';
import { cachedBuilds, pruneBuilds, removeBuild } from './cached-builds.ts';
import { DiskLimitError, diskLimit, parseSize, sizeText } from './disk-limit.ts';
import { buildShelf, installMarkerSchema, markerName, warmShelf } from './install-marker.ts';
import { leaseBuild } from './lease.ts';

const day = (n: number) => `2026-01-0${n}T00:00:00.000Z`;

/** Three builds of 100, 200 and 300 bytes, installed on the first three days; the first has a warmed home of 4 bytes. */
async function cacheOfThree(): Promise<string> {
	const cacheDir = tempFolder();
	for (const n of [1, 2, 3]) {
		const slot = { shelf: buildShelf(cacheDir), key: `b${n}`, markerName, schema: installMarkerSchema };
		await createEntry(slot, async () => ({
			schema: 1 as const,
			name: 'b',
			version: `${n}.0.0`,
			integrity: null,
			nodeVersion: '24.21.0',
			recipe: null,
			installedAt: day(n),
			sizeBytes: n * 100,
			count: 1,
		}));
	}
	await mkdir(path.join(warmShelf(cacheDir), 'b1'), { recursive: true });
	await writeFile(path.join(warmShelf(cacheDir), 'b1', 'file'), 'warm');
	return cacheDir;
}

const keysIn = async (cacheDir: string) => (await cachedBuilds(cacheDir)).map(({ key }) => key);

test('the build that was used last stands first, with its warmed home in its size', async () => {
	const cacheDir = await cacheOfThree();
	leaseBuild(cacheDir, 'b1');
	const builds = await cachedBuilds(cacheDir);
	expect(builds.map(({ key, sizeBytes, inUse }) => [key, sizeBytes, inUse])).toEqual([
		['b1', 104, true],
		['b3', 300, false],
		['b2', 200, false],
	]);
});

test('pruned is what was used least recently, until the rest fits', async () => {
	const cacheDir = await cacheOfThree();
	const { removed, leftBytes } = await pruneBuilds(cacheDir, 500);
	expect([removed.map(({ key }) => key), leftBytes]).toEqual([['b1'], 500]);
	expect(existsSync(path.join(warmShelf(cacheDir), 'b1'))).toBe(false);
	expect((await readdir(buildShelf(cacheDir))).sort()).toEqual(['b2', 'b3']);
});

test('what a process uses stays, and goes when that one ended', async () => {
	const cacheDir = await cacheOfThree();
	const module = fileURLToPath(new URL('./lease.ts', import.meta.url));
	const program = `import { leaseBuild } from ${JSON.stringify(module)}; leaseBuild(${JSON.stringify(cacheDir)}, 'b1'); console.log('leased'); setInterval(() => {}, 1000)`;
	const user = execa(process.execPath, ['--input-type=module', '-e', program], { reject: false });
	await new Promise((resolve) => user.stdout.once('data', resolve));
	expect(await removeBuild(cacheDir, 'b1')).toBe(false);
	expect(await pruneBuilds(cacheDir, 0)).toMatchObject({ removed: [{ key: 'b2' }, { key: 'b3' }], leftBytes: 104 });
	expect(await keysIn(cacheDir)).toEqual(['b1']);
	// Killed, it cannot say that it is done.
	user.kill('SIGKILL');
	await user;
	expect(await removeBuild(cacheDir, 'b1')).toBe(true);
	expect(await keysIn(cacheDir)).toEqual([]);
});

test('removing what is not there is no mistake', async () => {
	expect(await removeBuild(await cacheOfThree(), 'b9')).toBe(true);
});

test('sizes', () => {
	expect(['500MB', '5GB', '1.5 tb'].map((text) => sizeText(parseSize(text, '--limit')))).toEqual([
		'500 MB',
		'5.0 GB',
		'1536.0 GB',
	]);
	expect(diskLimit({ GATELOCK_CACHE_LIMIT: '1GB' })).toBe(1024 ** 3);
	expect(() => parseSize('5', '--limit')).toThrow(new DiskLimitError('--limit', '5'));
	expect(() => diskLimit({ GATELOCK_CACHE_LIMIT: 'much' })).toThrowErrorMatchingInlineSnapshot(
		`[DiskLimitError: GATELOCK_CACHE_LIMIT: "much" is not a size; allowed: a number with MB, GB or TB, such as 5GB]`,
	);
});

import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Build } from './build.ts';
import { copyTree } from './copy-tree.ts';
import { clawdbot } from './recipes/clawdbot.ts';
import { isWorthWarming, loadWarmHome, saveWarmHome } from './warm-home.ts';

let folder: string;
beforeEach(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'gatelock-warm-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const times = { coldStartMs: 30_000, warmStartMs: 4_000 };

function build(keep: readonly string[]): Build {
	return {
		id: 'clawdbot@1.0.0',
		name: 'clawdbot',
		version: '1.0.0',
		command: [],
		environment: {},
		nodeVersion: '24.21.0',
		folder: '/nowhere',
		visible: [],
		recipe: { ...clawdbot, warm: { keep } },
		cacheDir: path.join(folder, 'cache'),
		key: 'clawdbot-1.0.0-abc',
	};
}

async function usedHome() {
	const from = { home: path.join(folder, 'home'), tmp: path.join(folder, 'tmp') };
	await mkdir(path.join(from.home, '.clawdbot'), { recursive: true });
	await mkdir(path.join(from.tmp, 'jiti/deep'), { recursive: true });
	await mkdir(path.join(from.tmp, 'clawdbot-0'), { recursive: true });
	await writeFile(path.join(from.home, '.clawdbot/state.json'), '{}');
	await writeFile(path.join(from.tmp, 'clawdbot-0/gateway.1a.lock'), '{"pid":7}');
	await writeFile(path.join(from.tmp, 'jiti/a.cjs'), 'compiled');
	await writeFile(path.join(from.tmp, 'jiti/deep/b.cjs'), 'compiled');
	await writeFile(path.join(from.tmp, 'jiti/c.lock'), '7');
	await symlink('/etc/passwd', path.join(from.tmp, 'jiti/link'));
	execFileSync('sh', ['-c', 'mkfifo "$0"', path.join(from.tmp, 'jiti/pipe')]);
	const before = new Date('2026-01-24T00:00:00Z');
	await utimes(path.join(from.tmp, 'jiti/a.cjs'), before, before);
	return from;
}

test('what the recipe names is stored with its times, and nothing that marks an owner', async () => {
	const one = build(['tmp/jiti/**']);
	expect(await loadWarmHome(one)).toBeNull();
	await saveWarmHome(one, await usedHome(), times);
	const stored = await loadWarmHome(one);
	if (stored === null) throw new Error('nothing stored');
	expect(await readdir(stored.home, { recursive: true })).toEqual([]);
	expect((await readdir(stored.tmp, { recursive: true })).sort()).toEqual([
		'jiti',
		'jiti/a.cjs',
		'jiti/deep',
		'jiti/deep/b.cjs',
	]);
	expect((await stat(path.join(stored.tmp, 'jiti/a.cjs'))).mtime.toISOString()).toBe('2026-01-24T00:00:00.000Z');
	expect(stored.marker).toMatchObject({ ...times, files: 2, sizeBytes: 16 });
});

test('when nothing is worth keeping, nothing is stored', async () => {
	const one = build(['tmp/other/**']);
	expect(await saveWarmHome(one, await usedHome(), times)).toBeNull();
	expect(await loadWarmHome(one)).toBeNull();
});

test('warming pays from one and a half seconds on', () => {
	expect(isWorthWarming({ coldStartMs: 40_000, warmStartMs: 6_000 })).toBe(true);
	expect(isWorthWarming({ coldStartMs: 12_200, warmStartMs: 11_100 })).toBe(false);
});

test('a tree is copied as it is', async () => {
	const from = await usedHome();
	await copyTree(from.tmp, path.join(folder, 'copy'));
	expect((await readdir(path.join(folder, 'copy'), { recursive: true })).sort()).toEqual(
		(await readdir(from.tmp, { recursive: true })).sort(),
	);
	expect((await stat(path.join(folder, 'copy/jiti/a.cjs'))).mtime.toISOString()).toBe('2026-01-24T00:00:00.000Z');
});

test('a copy that fails says why', async () => {
	await expect(copyTree(path.join(folder, 'nothing'), path.join(folder, 'copy'))).rejects.toThrow(/No such file/);
});

import type { Dirent } from 'node:fs';
import { copyFile, mkdir, readdir, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Build } from './build.ts';
import { type CacheSlot, createEntry, readEntry } from './cache-entry.ts';
import { warmShelf } from './install-marker.ts';
import { isKept, type WarmCandidate } from './warm-filter.ts';

/** A copied home costs about 0.1 s; below this gain a plain empty one is more honest. */
const worthWarmingMs = 1_500;
/** Bounds of what is stored: a home is copied for each arena. */
const maxBytes = 256 * 1024 * 1024;
const maxFiles = 50_000;

/** The two folders of a home that a gateway writes to. */
export interface WarmFolders {
	readonly home: string;
	readonly tmp: string;
}

/** What a start took, spawn to listening, in milliseconds. */
export interface StartTimes {
	readonly coldStartMs: number;
	readonly warmStartMs: number;
}

const warmMarkerSchema = z.object({
	schema: z.literal(1),
	build: z.string(),
	coldStartMs: z.number(),
	warmStartMs: z.number(),
	warmedAt: z.iso.datetime(),
	files: z.int().nonnegative(),
	sizeBytes: z.number().nonnegative(),
});
type WarmMarker = z.infer<typeof warmMarkerSchema>;

export interface WarmHome extends WarmFolders {
	readonly marker: WarmMarker;
}

/** Whether a warmed home saves enough to be kept. */
export function isWorthWarming(times: StartTimes): boolean {
	return times.coldStartMs - times.warmStartMs > worthWarmingMs;
}

/** The stored home of this build, or null. Its folders must only be copied from. */
export async function loadWarmHome(build: Build): Promise<WarmHome | null> {
	const entry = await readEntry(slotOf(build));
	return entry === null ? null : warmHomeIn(entry.folder, entry.marker);
}

/**
 * Stores what the recipe keeps of a home and a temp folder in which no instance lives any more. The first store wins:
 * another process that was faster made the same.
 *
 * @returns The stored home; null when the recipe keeps nothing of it, or when it is larger than 256 MiB.
 */
export async function saveWarmHome(build: Build, from: WarmFolders, times: StartTimes): Promise<WarmHome | null> {
	const keep = build.recipe?.warm.keep ?? [];
	const files = [...(await keptFiles(from.home, 'home', keep)), ...(await keptFiles(from.tmp, 'tmp', keep))];
	const sizeBytes = files.reduce((total, file) => total + file.sizeBytes, 0);
	if (files.length === 0 || files.length > maxFiles || sizeBytes > maxBytes) return null;
	const entry = await createEntry(slotOf(build), async (folder) => {
		await mkdir(path.join(folder, 'home'));
		await mkdir(path.join(folder, 'tmp'));
		for (const file of files) await copyWithTimes(file.source, path.join(folder, file.path));
		return {
			schema: 1 as const,
			build: build.id,
			...times,
			warmedAt: new Date().toISOString(),
			files: files.length,
			sizeBytes,
		};
	});
	return warmHomeIn(entry.folder, entry.marker);
}

function slotOf(build: Build): CacheSlot<WarmMarker> {
	return {
		shelf: warmShelf(build.cacheDir),
		key: build.key,
		markerName: 'gatelock-warm.json',
		schema: warmMarkerSchema,
	};
}

function warmHomeIn(folder: string, marker: WarmMarker): WarmHome {
	return { home: path.join(folder, 'home'), tmp: path.join(folder, 'tmp'), marker };
}

interface KeptFile {
	readonly source: string;
	readonly path: string;
	readonly sizeBytes: number;
}

/** Files below `folder` that are kept, named from `prefix`. Folders that cannot lead to one are not entered. */
async function keptFiles(folder: string, prefix: string, keep: readonly string[]): Promise<KeptFile[]> {
	const kept: KeptFile[] = [];
	const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
	for (const entry of entries) {
		const candidate = { path: `${prefix}/${entry.name}`, kind: kindOf(entry) };
		if (!isKept(candidate, keep)) continue;
		const source = path.join(folder, entry.name);
		if (candidate.kind === 'directory') kept.push(...(await keptFiles(source, candidate.path, keep)));
		else kept.push({ source, path: candidate.path, sizeBytes: (await stat(source)).size });
	}
	return kept;
}

/** Caches compare the times of what they hold. */
async function copyWithTimes(source: string, target: string): Promise<void> {
	await mkdir(path.dirname(target), { recursive: true });
	await copyFile(source, target);
	const { atime, mtime } = await stat(source);
	await utimes(target, atime, mtime);
}

function kindOf(entry: Dirent): WarmCandidate['kind'] {
	if (entry.isFile()) return 'file';
	if (entry.isDirectory()) return 'directory';
	if (entry.isSymbolicLink()) return 'symlink';
	if (entry.isSocket()) return 'socket';
	return entry.isFIFO() ? 'fifo' : 'device';
}

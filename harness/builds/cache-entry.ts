import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { z } from 'zod';

/** Temp folders of runs that were killed. No install may take this long, so no living one is hit. */
const abandonedAfterMs = 2 * 60 * 60 * 1000;
/** Each failed attempt found a torn entry that another process put there since the last one. */
const publishAttempts = 3;
const tempPrefix = '.partial-';

/**
 * One folder in a cache that many processes share. It is filled under a temporary name, its marker is written last, and
 * it appears under its own name by one rename: whoever sees the name sees all of it.
 */
export interface CacheSlot<Marker> {
	/** The folder that holds such entries. */
	readonly shelf: string;
	readonly key: string;
	/** File name of the marker within the entry. */
	readonly markerName: string;
	readonly schema: z.ZodType<Marker>;
}

export interface CacheEntry<Marker> {
	readonly folder: string;
	readonly marker: Marker;
}

/** Null when there is no entry, or one without a readable marker (torn, or of another version of the kit). */
export async function readEntry<Marker>(slot: CacheSlot<Marker>): Promise<CacheEntry<Marker> | null> {
	const folder = path.join(slot.shelf, slot.key);
	const text = await readFile(path.join(folder, slot.markerName), 'utf8').catch(() => null);
	if (text === null) return null;
	const parsed = slot.schema.safeParse(parseJson(text));
	return parsed.success ? { folder, marker: parsed.data } : null;
}

/**
 * Fills an entry. When another process was faster, its entry is returned and ours discarded. The temporary folder is
 * gone afterwards whatever happens, unless this process is killed; then a later call removes it.
 *
 * @param fill Writes into the folder, and returns the marker.
 */
export async function createEntry<Marker>(
	slot: CacheSlot<Marker>,
	fill: (folder: string) => Promise<Marker>,
): Promise<CacheEntry<Marker>> {
	await mkdir(slot.shelf, { recursive: true });
	await removeAbandoned(slot.shelf);
	const partial = await makePartial(slot.shelf);
	try {
		const marker = await fill(partial);
		await writeFile(path.join(partial, slot.markerName), `${JSON.stringify(marker, null, '\t')}\n`);
		return await publish(slot, partial, marker);
	} finally {
		await rm(partial, { recursive: true, force: true });
	}
}

/** Every whole entry of a shelf. */
export async function listEntries<Marker>(slot: Omit<CacheSlot<Marker>, 'key'>): Promise<CacheEntry<Marker>[]> {
	const names = await readdir(slot.shelf).catch(() => []);
	const keys = names.filter((name) => !name.startsWith(tempPrefix)).sort();
	const entries = await Promise.all(keys.map((key) => readEntry({ ...slot, key })));
	return entries.filter((entry) => entry !== null);
}

/**
 * Moves an entry out of sight by one rename, for its removal.
 *
 * @returns Where it lies now, in a temporary folder of its own; null when there was none.
 */
export async function takeOut(shelf: string, key: string): Promise<string | null> {
	const aside = await makePartial(shelf).catch(() => null);
	if (aside === null) return null;
	const moved = path.join(aside, key);
	try {
		await rename(path.join(shelf, key), moved);
		return moved;
	} catch (error) {
		await rm(aside, { recursive: true, force: true });
		if (codeOf(error) === 'ENOENT') return null;
		throw error;
	}
}

async function publish<Marker>(slot: CacheSlot<Marker>, partial: string, marker: Marker): Promise<CacheEntry<Marker>> {
	const folder = path.join(slot.shelf, slot.key);
	for (let attempt = 1; ; attempt++) {
		try {
			await rename(partial, folder);
			return { folder, marker };
		} catch (error) {
			if (!isOccupied(error) || attempt === publishAttempts) throw error;
		}
		const faster = await readEntry(slot);
		if (faster !== null) return faster;
		await moveAside(slot, folder);
	}
}

/** Takes a torn entry out of the way. If another process replaced it by a whole one meanwhile, that one goes back. */
async function moveAside<Marker>(slot: CacheSlot<Marker>, folder: string): Promise<void> {
	const aside = await makePartial(slot.shelf);
	const moved = path.join(aside, slot.key);
	try {
		await rename(folder, moved);
		if ((await readEntry({ ...slot, shelf: aside })) !== null) await rename(moved, folder);
	} catch (error) {
		if (codeOf(error) !== 'ENOENT' && !isOccupied(error)) throw error;
	} finally {
		await rm(aside, { recursive: true, force: true });
	}
}

async function makePartial(shelf: string): Promise<string> {
	const folder = path.join(shelf, `${tempPrefix}${process.pid}-${randomBytes(6).toString('hex')}`);
	await mkdir(folder);
	return folder;
}

async function removeAbandoned(shelf: string): Promise<void> {
	const oldest = Date.now() - abandonedAfterMs;
	for (const name of await readdir(shelf)) {
		if (!name.startsWith(tempPrefix)) continue;
		const folder = path.join(shelf, name);
		const facts = await stat(folder).catch(() => null);
		if (facts !== null && facts.mtimeMs < oldest) await rm(folder, { recursive: true, force: true });
	}
}

function isOccupied(error: unknown): boolean {
	const code = codeOf(error);
	return code === 'ENOTEMPTY' || code === 'EEXIST';
}

function codeOf(error: unknown): unknown {
	return error instanceof Error && 'code' in error ? error.code : undefined;
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}

import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { type CacheEntry, listEntries, takeOut } from './cache-entry.ts';
import {
	buildShelf,
	type InstallMarker,
	installMarkerSchema,
	markerName,
	nodeShelf,
	warmShelf,
} from './install-marker.ts';
import { forgetLeases, isLeased, lastUsedAt } from './lease.ts';
import { sizeOf } from './size-of.ts';

/** One build in the cache. */
export interface CachedBuild {
	readonly key: string;
	readonly marker: InstallMarker;
	/** Its own folder, and its warmed home. */
	readonly sizeBytes: number;
	readonly lastUsedAt: Date;
	/** A process that lives has it in use. */
	readonly inUse: boolean;
}

/** Every build of the cache, the one that was used last first. */
export async function cachedBuilds(cacheDir: string): Promise<CachedBuild[]> {
	const entries = await entriesOf(buildShelf(cacheDir));
	const builds = await Promise.all(
		entries.map(async ({ folder, marker }): Promise<CachedBuild> => {
			const key = path.basename(folder);
			const warm = path.join(warmShelf(cacheDir), key);
			return {
				key,
				marker,
				sizeBytes: marker.sizeBytes + (existsSync(warm) ? await sizeOf(warm) : 0),
				lastUsedAt: lastUsedAt(cacheDir, key) ?? new Date(marker.installedAt),
				inUse: isLeased(cacheDir, key),
			};
		}),
	);
	return builds.sort((one, other) => other.lastUsedAt.getTime() - one.lastUsedAt.getTime());
}

/**
 * Takes a build and its warmed home out of the cache, so that whoever looks sees all of it or nothing.
 *
 * @returns Whether it is gone; false for one that somebody uses.
 */
export async function removeBuild(cacheDir: string, key: string): Promise<boolean> {
	if (isLeased(cacheDir, key)) return false;
	const taken = await takeOut(buildShelf(cacheDir), key);
	// Whoever says that it uses a build says so before it looks for it.
	if (taken !== null && isLeased(cacheDir, key)) {
		await rename(taken, path.join(buildShelf(cacheDir), key)).catch(() => undefined);
		await rm(path.dirname(taken), { recursive: true, force: true });
		return false;
	}
	const warm = await takeOut(warmShelf(cacheDir), key);
	for (const each of [taken, warm]) {
		if (each !== null) await rm(path.dirname(each), { recursive: true, force: true });
	}
	forgetLeases(cacheDir, key);
	return true;
}

export interface Pruned {
	readonly removed: readonly CachedBuild[];
	/** What is left of builds, in bytes; above the limit when the rest is in use. */
	readonly leftBytes: number;
}

/** Removes the builds that were used least recently until the rest fits; never one in use. */
export async function pruneBuilds(cacheDir: string, limitBytes: number): Promise<Pruned> {
	const builds = await cachedBuilds(cacheDir);
	let leftBytes = builds.reduce((sum, each) => sum + each.sizeBytes, 0);
	const removed: CachedBuild[] = [];
	for (const build of builds.toReversed()) {
		if (leftBytes <= limitBytes) break;
		if (build.inUse || !(await removeBuild(cacheDir, build.key))) continue;
		removed.push(build);
		leftBytes -= build.sizeBytes;
	}
	if (removed.length > 0) await removeIdleNodes(cacheDir);
	return { removed, leftBytes };
}

/** A Node that no build is left for. */
async function removeIdleNodes(cacheDir: string): Promise<void> {
	const wanted = new Set((await entriesOf(buildShelf(cacheDir))).map(({ marker }) => marker.nodeVersion));
	if (wanted.size === 0) return;
	for (const { folder, marker } of await entriesOf(nodeShelf(cacheDir))) {
		if (wanted.has(marker.nodeVersion)) continue;
		const taken = await takeOut(nodeShelf(cacheDir), path.basename(folder));
		if (taken !== null) await rm(path.dirname(taken), { recursive: true, force: true });
	}
}

async function entriesOf(shelf: string): Promise<CacheEntry<InstallMarker>[]> {
	return await listEntries({ shelf, markerName, schema: installMarkerSchema });
}

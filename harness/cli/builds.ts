import { defaultCacheDir } from '../builds/cache-dir.ts';
import { type CachedBuild, cachedBuilds, pruneBuilds, removeBuild } from '../builds/cached-builds.ts';
import { diskLimit, parseSize, sizeText } from '../builds/disk-limit.ts';
import { obtainBuild } from '../builds/obtain-build.ts';
import type { ProjectConfig } from '../config/project-config.ts';
import { UsageError } from './errors.ts';
import { buildsMessages } from './messages.ts';

/** `gatelock builds list`: what the cache holds, the build that was used last first. */
export async function listBuilds(asJson: boolean): Promise<string> {
	const cacheDir = defaultCacheDir();
	const builds = await cachedBuilds(cacheDir);
	const totalBytes = builds.reduce((sum, each) => sum + each.sizeBytes, 0);
	if (asJson) {
		const rows = builds.map(({ key, marker, sizeBytes, lastUsedAt, inUse }) => ({
			key,
			build: buildName({ marker }),
			sizeBytes,
			lastUsedAt: lastUsedAt.toISOString(),
			inUse,
			integrity: marker.integrity,
			node: marker.nodeVersion,
			recipe: marker.recipe,
		}));
		return `${JSON.stringify({ cacheDir, totalBytes, limitBytes: diskLimit(), builds: rows }, null, '\t')}\n`;
	}
	const lines = builds.map((build) => {
		const { marker, lastUsedAt, sizeBytes, inUse } = build;
		const used = lastUsedAt.toISOString().slice(0, 16).replace('T', ' ');
		const integrity = marker.integrity ?? buildsMessages.noIntegrity;
		return [
			buildName(build).padEnd(28),
			sizeText(sizeBytes).padStart(8),
			`  ${used}${(inUse ? buildsMessages.inUse : '').padEnd(buildsMessages.inUse.length)}`,
			`  Node ${marker.nodeVersion}`,
			`  ${integrity.slice(0, 24)}`,
		].join('');
	});
	return `${[...lines, buildsMessages.total(builds.length, sizeText(totalBytes), sizeText(diskLimit()), cacheDir)].join('\n')}\n`;
}

/** `gatelock builds add`: installs builds before they are needed, one after the other. */
export async function addBuilds(
	specs: readonly string[],
	config: ProjectConfig,
	say: (text: string) => void,
): Promise<void> {
	for (const spec of specs) {
		const build = await obtainBuild(spec, { cwd: process.cwd(), onProgress: say, recipes: config.recipes });
		say(buildsMessages.ready(build.id));
	}
}

/**
 * `gatelock builds remove`: by `name@version`, or by an entry's own name.
 *
 * @throws UsageError for what the cache does not hold, and for what is in use.
 */
export async function removeBuilds(names: readonly string[]): Promise<string> {
	const cacheDir = defaultCacheDir();
	const builds = await cachedBuilds(cacheDir);
	const wanted = names.map((name) => {
		const found = builds.filter((build) => build.key === name || buildName(build) === name);
		if (found.length === 0) throw new UsageError('builds remove', name, allowedNames(builds));
		return found;
	});
	const lines: string[] = [];
	for (const build of new Set(wanted.flat())) {
		if (!(await removeBuild(cacheDir, build.key))) {
			throw new UsageError('builds remove', buildName(build), buildsMessages.notInUse);
		}
		lines.push(buildsMessages.removed(build.key, sizeText(build.sizeBytes)));
	}
	return `${lines.join('\n')}\n`;
}

/** `gatelock builds prune`: removes what was used least recently until the rest fits. */
export async function pruneCache(limit: string | undefined): Promise<string> {
	const limitBytes = limit === undefined ? diskLimit() : parseSize(limit, '--limit');
	const { removed, leftBytes } = await pruneBuilds(defaultCacheDir(), limitBytes);
	const lines = removed.map((build) => buildsMessages.removed(build.key, sizeText(build.sizeBytes)));
	const left = buildsMessages.left(sizeText(leftBytes), sizeText(limitBytes));
	return `${[...lines, leftBytes > limitBytes ? `${left}; ${buildsMessages.restInUse}` : left].join('\n')}\n`;
}

function buildName({ marker }: Pick<CachedBuild, 'marker'>): string {
	return `${marker.name}@${marker.version}`;
}

function allowedNames(builds: readonly CachedBuild[]): string {
	return builds.length === 0 ? buildsMessages.nothingCached : [...new Set(builds.map(buildName))].join(', ');
}

import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import type { Build } from './build.ts';
import { type BuildSpec, parseBuildSpec } from './build-spec.ts';
import { BuildUnobtainableError } from './build-unobtainable-error.ts';
import { defaultCacheDir } from './cache-dir.ts';
import { type CacheEntry, listEntries } from './cache-entry.ts';
import { parseDateVersion } from './date-version.ts';
import { knownRecipes, needRecipe } from './find-recipe.ts';
import { folderBuild } from './folder-build.ts';
import { installedBuild } from './install-build.ts';
import { installKey } from './install-key.ts';
import { buildShelf, type InstallMarker, installMarkerSchema, markerName } from './install-marker.ts';
import { progress } from './messages.ts';
import { runNpm } from './npm-client.ts';
import type { ObtainContext } from './obtain-context.ts';
import { obtainNode } from './obtain-node.ts';
import type { Recipe } from './recipe.ts';
import { recipes as allRecipes } from './recipes/all.ts';
import { tarballBuild } from './tarball-build.ts';

/** The largest build takes about a minute on an idle machine with a near registry. */
const defaultTimeoutMs = 10 * 60 * 1000;

export interface ObtainOptions {
	/** Default: `$GATELOCK_CACHE`, `$XDG_CACHE_HOME/gatelock` or `~/.cache/gatelock`. */
	readonly cacheDir?: string;
	readonly onProgress?: (text: string) => void;
	/** For each call of npm. Default: ten minutes. */
	readonly timeoutMs?: number;
	readonly signal?: AbortSignal;
	/** What relative folders are relative to. */
	readonly cwd?: string;
	readonly recipes?: readonly Recipe[];
}

/**
 * A runnable build for `<name>@<version>`, a folder or a packed package. What is in the cache is taken from there without any network; two
 * calls at once, in one process or in many, both succeed and leave one entry.
 *
 * @throws BuildUnobtainableError when it cannot be had; the cache holds nothing of it then.
 */
export async function obtainBuild(spec: string, options: ObtainOptions = {}): Promise<Build> {
	const recipes = options.recipes ?? allRecipes;
	const parsed = parseBuildSpec(spec, options.cwd ?? process.cwd(), homedir());
	const context: ObtainContext = {
		spec,
		cacheDir: path.resolve(options.cacheDir ?? defaultCacheDir()),
		onProgress: options.onProgress ?? (() => undefined),
		timeoutMs: options.timeoutMs ?? defaultTimeoutMs,
		signal: options.signal,
	};
	try {
		switch (parsed.kind) {
			case 'folder':
				return await folderBuild(parsed.folder, recipes, context);
			case 'tarball':
				return await tarballBuild(parsed.file, recipes, context);
			case 'registry':
				return await registryBuild(parsed, recipes, context);
		}
	} catch (error) {
		if (isUnwritable(error)) throw new BuildUnobtainableError(spec, 'cache-unusable', error.message);
		throw error;
	}
}

/** What the cache holds: the marker of each whole build, and its folder. */
export async function listCached(cacheDir: string = defaultCacheDir()): Promise<CacheEntry<InstallMarker>[]> {
	return await listEntries({ shelf: buildShelf(cacheDir), markerName, schema: installMarkerSchema });
}

async function registryBuild(
	asked: BuildSpec & { kind: 'registry' },
	recipes: readonly Recipe[],
	context: ObtainContext,
): Promise<Build> {
	knownRecipes(recipes, context.spec, asked.name);
	const version = await exactVersion(asked.name, asked.version, context);
	const recipe = needRecipe(recipes, asked.name, version, context.spec);
	const node = await obtainNode(recipe.node, context);
	const source = {
		name: recipe.name,
		version,
		dependency: version,
		isPublished: true,
		recipe,
		key: installKey(recipe, version, process.platform, process.arch),
		id: `${recipe.name}@${version}`,
	};
	return await installedBuild(source, { ...node, version: recipe.node }, context);
}

/** A tag (`latest`) is looked up on the registry at every call; a version is taken at its word. */
async function exactVersion(name: string, asked: string, context: ObtainContext): Promise<string> {
	if (parseDateVersion(asked) !== null) return asked;
	context.onProgress(progress.resolving(context.spec));
	await mkdir(context.cacheDir, { recursive: true });
	const answer = await runNpm({
		...context,
		arguments: ['view', `${name}@${asked}`, 'version', '--json', '--loglevel=error'],
		cwd: context.cacheDir,
		node: process.execPath,
	});
	const version: unknown = answer.trim() === '' ? null : JSON.parse(answer);
	if (typeof version === 'string') return version;
	throw new BuildUnobtainableError(context.spec, 'not-on-registry');
}

const unwritable = new Set(['EACCES', 'EROFS', 'ENOSPC', 'EPERM', 'ENOTDIR', 'EDQUOT']);

function isUnwritable(error: unknown): error is Error {
	return error instanceof Error && 'code' in error && unwritable.has(String(error.code));
}

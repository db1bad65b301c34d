import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Build } from './build.ts';
import { BuildUnobtainableError } from './build-unobtainable-error.ts';
import { type CacheEntry, type CacheSlot, createEntry, readEntry } from './cache-entry.ts';
import { pruneBuilds } from './cached-builds.ts';
import { diskLimit, sizeText } from './disk-limit.ts';
import { firstTampered, recordDigests } from './file-digests.ts';
import { documentedArguments } from './folder-build.ts';
import { buildShelf, type InstallMarker, installMarkerSchema, markerName } from './install-marker.ts';
import { knownIntegrity, rememberIntegrity } from './known-integrity.ts';
import { leaseBuild } from './lease.ts';
import { progress } from './messages.ts';
import { npmInstall } from './npm-install.ts';
import type { ObtainContext } from './obtain-context.ts';
import type { ObtainedNode } from './obtain-node.ts';
import { entryOf, readManifest } from './package-entry.ts';
import { prepare } from './prepare.ts';
import type { Recipe } from './recipe.ts';
import { sizeOf } from './size-of.ts';

/** A package that npm installs into the cache. */
export interface PackageSource {
	readonly name: string;
	readonly version: string;
	/** What npm is asked for: a version, or a file. */
	readonly dependency: string;
	/** Whether the registry answers for it, and has to give the same ever after. */
	readonly isPublished: boolean;
	/** Null: it is run as the document says. */
	readonly recipe: Recipe | null;
	/** Name of its entries in the cache. */
	readonly key: string;
	/** How messages and reports call it. */
	readonly id: string;
}

/**
 * The build of a package, from the cache or installed now. It is said to be in use before it is looked for, so that
 * nobody removes it meanwhile.
 *
 * @throws BuildUnobtainableError
 */
export async function installedBuild(
	source: PackageSource,
	node: ObtainedNode & { readonly version: string },
	context: ObtainContext,
): Promise<Build> {
	leaseBuild(context.cacheDir, source.key);
	const slot: CacheSlot<InstallMarker> = {
		shelf: buildShelf(context.cacheDir),
		key: source.key,
		markerName,
		schema: installMarkerSchema,
	};
	const cached = await readEntry(slot);
	const isUsable = cached !== null && existsSync(path.join(packageFolder(cached.folder, source), 'package.json'));
	const { folder } = isUsable ? cached : await install(slot, source, node, context);
	if (isUsable) await refuseTampered(folder, source, context);
	const { recipe } = source;
	const manifest = (await readManifest(packageFolder(folder, source))) ?? {};
	const entry = entryOf(manifest, recipe?.entry ?? null);
	if (entry === null) throw new BuildUnobtainableError(context.spec, 'install-failed', 'the package names no program');
	return {
		id: source.id,
		name: source.name,
		version: source.version,
		command: [
			node.program,
			path.join(packageFolder(folder, source), entry),
			...(recipe?.arguments ?? documentedArguments),
		],
		environment: recipe?.environment ?? {},
		nodeVersion: node.version,
		folder,
		visible: [folder, node.folder],
		recipe,
		cacheDir: context.cacheDir,
		key: source.key,
	};
}

async function install(
	slot: CacheSlot<InstallMarker>,
	source: PackageSource,
	node: ObtainedNode & { readonly version: string },
	context: ObtainContext,
): Promise<CacheEntry<InstallMarker>> {
	const { name, recipe } = source;
	const begunAt = performance.now();
	context.onProgress(progress.installing(source.id));
	const entry = await createEntry(slot, async (folder) => {
		const plan = {
			...context,
			dependencies: { ...recipe?.extraDependencies, [name]: source.dependency },
			overrides: recipe?.overrides ?? {},
			leftOut: recipe?.leftOut ?? [],
			node: node.program,
		};
		const installed = await npmInstall(plan, folder, name);
		if (source.isPublished) await refuseOtherIntegrity({ name, ...installed }, context);
		if (recipe !== null) await prepare(recipe, packageFolder(folder, source), node, context);
		await recordDigests(folder, packageFolder(folder, source));
		return {
			schema: 1 as const,
			name,
			...installed,
			nodeVersion: node.version,
			recipe: recipe?.id ?? null,
			installedAt: new Date().toISOString(),
			sizeBytes: await sizeOf(folder),
		};
	});
	context.onProgress(progress.done(source.id, (performance.now() - begunAt) / 1000));
	await keepWithinLimit(context);
	return entry;
}

async function refuseOtherIntegrity(
	installed: { readonly name: string; readonly version: string; readonly integrity: string | null },
	{ cacheDir, spec }: ObtainContext,
): Promise<void> {
	const known = await knownIntegrity(cacheDir, installed.name, installed.version);
	if (known !== null && installed.integrity !== null && known.text !== installed.integrity) {
		throw new BuildUnobtainableError(
			spec,
			'integrity-differs',
			`${installed.integrity} now, ${known.text} in ${known.file}`,
		);
	}
	if (known === null) await rememberIntegrity(cacheDir, installed);
}

async function refuseTampered(folder: string, source: PackageSource, { spec }: ObtainContext): Promise<void> {
	const file = await firstTampered(folder, packageFolder(folder, source));
	if (file === null) return;
	throw new BuildUnobtainableError(spec, 'tampered', path.join(packageFolder(folder, source), file));
}

async function keepWithinLimit({ cacheDir, onProgress }: ObtainContext): Promise<void> {
	const limit = diskLimit();
	const { removed, leftBytes } = await pruneBuilds(cacheDir, limit);
	for (const { key, sizeBytes } of removed) {
		onProgress(progress.pruned(`${key} (${sizeText(sizeBytes)})`, sizeText(limit)));
	}
	if (leftBytes > limit) onProgress(progress.aboveLimit(sizeText(leftBytes), sizeText(limit)));
}

function packageFolder(folder: string, { name }: Pick<PackageSource, 'name'>): string {
	return path.join(folder, 'node_modules', name);
}

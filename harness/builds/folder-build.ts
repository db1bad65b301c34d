import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import type { Build } from './build.ts';
import { BuildUnobtainableError } from './build-unobtainable-error.ts';
import { recipeFor } from './find-recipe.ts';
import { fileNameOf } from './install-key.ts';
import type { ObtainContext } from './obtain-context.ts';
import { obtainNode } from './obtain-node.ts';
import { entryOf, type PackageManifest, readManifest } from './package-entry.ts';
import type { Recipe } from './recipe.ts';

interface FoundPackage {
	readonly folder: string;
	readonly manifest: PackageManifest;
}

/** How a program that no recipe knows is asked to be a gateway: as the document says. */
export const documentedArguments = ['gateway', '--port', '{port}'];

/**
 * A build that the user has on disk: a package with a `bin`, or a folder in which one is installed. When a recipe fits
 * its name and version, it is run as that says, else by the Node that runs us. Nothing is written to the folder.
 *
 * @throws BuildUnobtainableError (`bad-folder`)
 */
export async function folderBuild(given: string, recipes: readonly Recipe[], context: ObtainContext): Promise<Build> {
	const folder = await realpath(given).catch(() => null);
	if (folder === null) throw new BuildUnobtainableError(context.spec, 'bad-folder', `There is no folder ${given}.`);
	const found = await findPackage(folder, recipes, context.spec);
	const name = found.manifest.name ?? path.basename(found.folder);
	const version = found.manifest.version ?? '0.0.0';
	const recipe = recipeFor(recipes, name, version);
	const entry = entryOf(found.manifest, recipe?.entry ?? null);
	if (entry === null) {
		const which = `${path.join(found.folder, 'package.json')} names no bin, or several.`;
		throw new BuildUnobtainableError(context.spec, 'bad-folder', which);
	}
	const entryFile = path.join(found.folder, entry);
	if (recipe === null && !existsSync(entryFile)) {
		throw new BuildUnobtainableError(context.spec, 'bad-folder', `Its program ${entryFile} is missing.`);
	}
	const node =
		recipe === null
			? { program: process.execPath, folder: path.dirname(process.execPath) }
			: await obtainNode(recipe.node, context);
	return {
		id: `${name}@${version} (${folder})`,
		name,
		version,
		command: [node.program, entryFile, ...(recipe?.arguments ?? documentedArguments)],
		environment: recipe?.environment ?? {},
		nodeVersion: recipe?.node ?? process.versions.node,
		folder,
		visible: [folder, node.folder],
		recipe,
		cacheDir: context.cacheDir,
		key: folderKey(name, version, folder),
	};
}

async function findPackage(folder: string, recipes: readonly Recipe[], spec: string): Promise<FoundPackage> {
	const own = await readManifest(folder);
	if (own?.bin !== undefined) return { folder, manifest: own };
	const dependencies = Object.keys(own?.dependencies ?? {});
	const known = [...new Set(recipes.map((recipe) => recipe.name))];
	const candidates = dependencies.length === 1 ? [...known, ...dependencies] : known;
	for (const name of candidates) {
		const installed = await realpath(path.join(folder, 'node_modules', name)).catch(() => null);
		const manifest = installed === null ? null : await readManifest(installed);
		if (installed !== null && manifest?.bin !== undefined) return { folder: installed, manifest };
	}
	const what = own === null ? 'no readable package.json' : 'a package.json without a bin';
	throw new BuildUnobtainableError(
		spec,
		'bad-folder',
		`${folder} has ${what}, and no known package is installed in it.`,
	);
}

/** A warmed home is only good for the folder it was made for: compile caches are keyed by path. */
function folderKey(name: string, version: string, folder: string): string {
	const hash = createHash('sha256').update(folder).digest('hex').slice(0, 12);
	return `${fileNameOf(name)}-${version}-folder-${hash}`;
}

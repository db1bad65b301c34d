import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { execa } from 'execa';
import type { Build } from './build.ts';
import { BuildUnobtainableError } from './build-unobtainable-error.ts';
import { recipeFor } from './find-recipe.ts';
import { installedBuild } from './install-build.ts';
import { fileNameOf, installKey } from './install-key.ts';
import type { ObtainContext } from './obtain-context.ts';
import { obtainNode } from './obtain-node.ts';
import { type PackageManifest, parseManifest } from './package-entry.ts';
import type { Recipe } from './recipe.ts';

const unpackMs = 60_000;

/**
 * A build that was packed: what `npm pack` makes of a checkout, or what a registry keeps. Installed like a published
 * one; when a recipe fits its name and version it is run as that says, else by the Node that runs us.
 *
 * @throws BuildUnobtainableError (`bad-tarball`)
 */
export async function tarballBuild(file: string, recipes: readonly Recipe[], context: ObtainContext): Promise<Build> {
	const { spec } = context;
	if (!existsSync(file)) throw new BuildUnobtainableError(spec, 'bad-tarball', `There is no file ${file}.`);
	const { name, version } = await manifestIn(file, spec);
	if (name === undefined || version === undefined) {
		throw new BuildUnobtainableError(spec, 'bad-tarball', `The package.json in ${file} has no name or no version.`);
	}
	const recipe = recipeFor(recipes, name, version);
	// Two checkouts may bear one version: what is in it decides.
	const hash = createHash('sha256')
		.update(await readFile(file))
		.digest('hex')
		.slice(0, 12);
	const key =
		recipe === null
			? `${fileNameOf(name)}-${version}-packed-${hash}`
			: `${installKey(recipe, version, process.platform, process.arch)}-packed-${hash}`;
	const node =
		recipe === null
			? { program: process.execPath, folder: path.dirname(process.execPath), version: process.versions.node }
			: { ...(await obtainNode(recipe.node, context)), version: recipe.node };
	const source = {
		name,
		version,
		dependency: `file:${file}`,
		isPublished: false,
		recipe,
		key,
		id: `${name}@${version} (${file})`,
	};
	return await installedBuild(source, node, context);
}

/** npm packs everything below one folder, which others than npm call otherwise. */
async function manifestIn(file: string, spec: string): Promise<PackageManifest> {
	const unpack = ['-xzOf', file, '--wildcards', '--no-wildcards-match-slash', '*/package.json'];
	const result = await execa('tar', unpack, { reject: false, stdin: 'ignore', timeout: unpackMs });
	const manifest = result.failed ? null : parseManifest(result.stdout);
	if (manifest !== null) return manifest;
	const what = `${file} is not a package that can be read.`;
	throw new BuildUnobtainableError(spec, 'bad-tarball', what, result.failed ? result.stderr.split('\n').slice(-3) : []);
}

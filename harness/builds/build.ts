import type { Recipe } from './recipe.ts';

/** A gateway program that can be run. */
export interface Build {
	/** `clawdbot@2026.1.24-3`; a build from a folder adds the folder. */
	readonly id: string;
	readonly name: string;
	readonly version: string;
	/** Absolute program, its entry and arguments, with the holes `{port}` and `{token}`. */
	readonly command: readonly string[];
	/** Variables that the build needs. */
	readonly environment: Readonly<Record<string, string>>;
	readonly nodeVersion: string;
	/**
	 * Where it is installed. It runs when this folder is read-only, but must be seen at this very path: compile caches in
	 * a warmed home are keyed by it.
	 */
	readonly folder: string;
	/** All folders that a gateway of this build reads: its own and that of its Node. */
	readonly visible: readonly string[];
	/** Null for a program from a folder that no recipe knows. */
	readonly recipe: Recipe | null;
	/** The cache that it came from, where its warmed home goes. */
	readonly cacheDir: string;
	/** Name of its entries in the cache. */
	readonly key: string;
}

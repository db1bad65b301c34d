import type { VersionRange } from './date-version.ts';

/** How the versions of one npm package are installed, run and warmed. Data: whoever adds a build writes no code. */
export interface Recipe {
	readonly id: string;
	/** The npm package. */
	readonly name: string;
	readonly versions: VersionRange;
	/** Exact version of Node that is installed for it, and that runs it. */
	readonly node: string;
	/** npm's `overrides`: dependencies that cannot be installed as they are named. */
	readonly overrides: Readonly<Record<string, string>>;
	/** Dependencies that the package needs but does not name. */
	readonly extraDependencies: Readonly<Record<string, string>>;
	/** Optional dependencies that are not installed, because they are large and do nothing for a gateway's lock. */
	readonly leftOut: readonly string[];
	/**
	 * One run of the program with these arguments right after the install, while its folder can still be written: only
	 * when the file `whenExists` (below the package's folder) says that the package has set-up work left to do.
	 */
	readonly prepare: { readonly whenExists: string; readonly arguments: readonly string[] } | null;
	/** The name of the package's `bin`, or a file below the package's folder. */
	readonly entry: { readonly bin: string } | { readonly file: string };
	/** Holes: `{port}`, `{token}`. */
	readonly arguments: readonly string[];
	/** Variables that keep side services away. Never one that touches the lock. */
	readonly environment: Readonly<Record<string, string>>;
	/** What of a home (`home/…`) and temp folder (`tmp/…`) makes the next start faster: globs. All else is left behind. */
	readonly warm: { readonly keep: readonly string[] };
}

/** What of a recipe decides what lies in a build's folder, so what its key in the cache is made from. */
export type InstallPart = Pick<Recipe, 'name' | 'node' | 'overrides' | 'extraDependencies' | 'leftOut' | 'prepare'>;

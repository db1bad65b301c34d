/** Lock files of package managers: they lock versions. In small letters. */
const versionLocks = new Set([
	'package-lock.json',
	'.package-lock.json',
	'packages.lock.json',
	'project.lock.json',
	'yarn.lock',
	'.yarn-integrity',
	'pnpm-lock.yaml',
	'bun.lock',
	'deno.lock',
	'cargo.lock',
	'poetry.lock',
	'pdm.lock',
	'uv.lock',
	'pixi.lock',
	'pipfile.lock',
	'conda-lock.yml',
	'composer.lock',
	'gemfile.lock',
	'podfile.lock',
	'pubspec.lock',
	'mix.lock',
	'rebar.lock',
	'flake.lock',
	'chart.lock',
	'gradle.lockfile',
	'buildscript-gradle.lockfile',
	'.terraform.lock.hcl',
]);

/** Whether a file of this name says which versions were installed. Pure. */
export function isVersionLock(name: string): boolean {
	return versionLocks.has(name.toLowerCase());
}

/** Whether a path lies in what a package manager installed: packages about locks are no locks. Pure. */
export function isInstalled(path: string): boolean {
	return /\/(?:node_modules|site-packages)\//.test(path);
}

import { createHash } from 'node:crypto';
import type { InstallPart } from './recipe.ts';

/** Raised when the layout of a cached folder changes, so that old entries are no longer found. */
const layout = 1;

/**
 * Name of a build's entries in the cache: readable, unique for everything that decides what is installed, and safe as a
 * file name on every platform. Recipe fields that only say how it is run do not change it.
 */
export function installKey(part: InstallPart, version: string, platform: string, arch: string): string {
	const { name, node, overrides, extraDependencies, leftOut, prepare } = part;
	const facts = [
		layout,
		name,
		version,
		node,
		sorted(overrides),
		sorted(extraDependencies),
		[...leftOut].sort(),
		prepare === null ? null : [prepare.whenExists, prepare.arguments],
		platform,
		arch,
	];
	const hash = createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 12);
	return `${fileNameOf(name)}-${version}-${hash}`;
}

/** A package's name as part of a file name: the slash of a scope becomes `+`. */
export function fileNameOf(name: string): string {
	return name.replaceAll('/', '+').replace(/[^A-Za-z0-9@._+-]/g, '_');
}

function sorted(record: Readonly<Record<string, string>>): [string, string][] {
	return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}

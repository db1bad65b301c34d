import path from 'node:path';
import { BuildUnobtainableError } from './build-unobtainable-error.ts';

/** What `--build` names. */
export type BuildSpec =
	| { readonly kind: 'registry'; readonly name: string; readonly version: string }
	| { readonly kind: 'folder'; readonly folder: string }
	/** What `npm pack` makes. */
	| { readonly kind: 'tarball'; readonly file: string };

const packageName = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/;
/** An exact version or a tag such as `latest`; ranges would make two runs judge two builds. */
const versionOrTag = /^[A-Za-z0-9][A-Za-z0-9.+-]*$/;

/**
 * Whatever ends with `.tgz` or `.tar.gz` is a packed package, what else looks like a path (`./x`, `/x`, `..`, `~/x`,
 * `a/b`) a folder, all else `<name>@<version>`. Pure: whether they exist is not asked.
 *
 * @throws BuildUnobtainableError (`bad-spec`)
 */
export function parseBuildSpec(spec: string, cwd: string, home: string): BuildSpec {
	const at = spec.lastIndexOf('@');
	const name = at > 0 ? spec.slice(0, at) : spec;
	const version = at > 0 ? spec.slice(at + 1) : '';
	const isPath = spec.startsWith('.') || path.isAbsolute(spec) || spec === '~' || spec.startsWith('~/');
	const fullPath = path.resolve(cwd, spec.replace(/^~(?=\/|$)/, home));
	if (/\.(?:tgz|tar\.gz)$/.test(spec)) return { kind: 'tarball', file: fullPath };
	if (isPath || (spec.includes('/') && !spec.startsWith('@'))) {
		return { kind: 'folder', folder: fullPath };
	}
	if (!packageName.test(name)) throw new BuildUnobtainableError(spec, 'bad-spec', 'That is not the name of a package.');
	if (version === '') throw new BuildUnobtainableError(spec, 'bad-spec', 'The version is missing.');
	if (!versionOrTag.test(version)) {
		throw new BuildUnobtainableError(spec, 'bad-spec', `"${version}" is neither one version nor a tag.`);
	}
	return { kind: 'registry', name, version };
}

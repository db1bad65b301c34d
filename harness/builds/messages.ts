/** Why a build cannot be obtained. */
export type UnobtainableReason =
	| 'bad-spec'
	| 'unknown-package'
	| 'no-recipe-for-version'
	| 'not-on-registry'
	| 'registry-unreachable'
	| 'install-failed'
	| 'install-timed-out'
	| 'prepare-failed'
	| 'node-does-not-run'
	| 'no-node-for-platform'
	| 'bad-folder'
	| 'bad-tarball'
	| 'integrity-differs'
	| 'tampered'
	| 'npm-not-found'
	| 'cache-unusable'
	| 'cancelled';

/** The sentence for people: what is wrong, then the next step, then what npm or the program said. */
export function unobtainableMessage(
	spec: string,
	reason: UnobtainableReason,
	detail: string,
	lastLines: readonly string[],
): string {
	const said = lastLines.map((line) => `\n  | ${line}`).join('');
	return `--build ${JSON.stringify(spec)}: ${sentences[reason](detail)}${said}`;
}

const sentences: Readonly<Record<UnobtainableReason, (detail: string) => string>> = {
	'bad-spec': (detail) => `${detail} Give <name>@<version>, or a folder that holds an installed package.`,
	'unknown-package': (detail) =>
		`there is no recipe for this package. Known: ${detail}. Install it yourself and give its folder, or use --gateway.`,
	'no-recipe-for-version': (detail) => `no recipe covers this version. Covered: ${detail}.`,
	'not-on-registry': (detail) => `the registry that npm is configured for does not have it${detail}.`,
	'registry-unreachable': () => 'npm could not reach its registry. Check the network and `npm config get registry`.',
	'install-failed': (detail) => `npm could not install it (${detail}).`,
	'install-timed-out': (detail) => `the install was not done within ${detail} and was stopped. Try again.`,
	'prepare-failed': (detail) => `it installed, but its own set-up run failed (${detail}).`,
	'node-does-not-run': (detail) => `the Node it needs was installed but does not run here (${detail}).`,
	'no-node-for-platform': (detail) => `there is no Node for ${detail} to install beside it.`,
	'bad-folder': (detail) => `${detail} Give a folder with a package.json that names a bin.`,
	'bad-tarball': (detail) => `${detail} Give what \`npm pack\` makes of a package that names a bin.`,
	'integrity-differs': (detail) =>
		`the registry gives another package for this version than before (${detail}). If you trust it, remove that file.`,
	tampered: (detail) =>
		`what lies in the cache is not what was installed: ${detail}. Remove it with \`gatelock builds remove\`, and try again.`,
	'npm-not-found': () => 'npm was not found. Put `npm` on PATH.',
	'cache-unusable': (detail) => `the cache cannot be written: ${detail}. Set GATELOCK_CACHE to another folder.`,
	cancelled: () => 'cancelled.',
};

/** Lines of progress while a build is obtained. */
export const progress = {
	resolving: (spec: string) => `${spec}: asking the registry which version that is`,
	installing: (what: string) => `${what}: installing (the first time; later runs take it from the cache)`,
	preparing: (what: string) => `${what}: its own set-up run`,
	pruned: (what: string, limit: string) => `the cache is above its limit of ${limit}: removed ${what}`,
	aboveLimit: (size: string, limit: string) =>
		`the cache holds ${size}, above its limit of ${limit}; all of it is in use`,
	done: (what: string, seconds: number) => `${what}: installed in ${seconds.toFixed(0)} s`,
} as const;

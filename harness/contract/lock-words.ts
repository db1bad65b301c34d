/** Words that name a lock or its owner. */
const lockWords = new Set([
	'lock',
	'flock',
	'lck',
	'locked',
	'lockfile',
	'pid',
	'pidfile',
	'mutex',
	'lease',
	'singleton',
	'owner',
]);

/**
 * Compounds without a gap between their words. A closed list on both sides: with any prefix or suffix, blocks, clocks,
 * padlocks, rapids and spiders would be locks.
 */
const lockCompounds: readonly RegExp[] = [
	/^(?:gateway|server|process|instance|singleton|daemon|service|port|app|main|master|startup|state|dir|pid|owner|clawdbot|clawdis|moltbot|openclaw)(?:lock|lck|mutex|lease|pid|pidfile|lockfile|lockdir)$/,
	/^(?:lock|lck|pid|mutex)(?:file|dir|directory|folder|info|data|state|pid|owner|holder|marker)$/,
	/^(?:lease|owner)(?:file|pid)$/,
	/^(?:single|only)instance(?:lock)?$/,
];

/** What says "lock" only as two words together. */
const ofTwoWords = new Set(['singleinstance', 'onlyinstance']);

/** The word of a name that says "lock", as it stands there in small letters, else undefined. Pure. */
export function lockWordIn(name: string): string | undefined {
	const words = wordsOf(name);
	const pairs = words.map((word, index) => word + (words[index + 1] ?? '')).filter((pair) => ofTwoWords.has(pair));
	return words.find(isLockWord) ?? pairs[0];
}

/**
 * The lock word with which a name ends, its extension aside, else undefined: what is called `gateway lock` may be one,
 * `lock screen` is something else that has to do with locks. Pure.
 */
export function lastWordIfLock(name: string): string | undefined {
	const last = wordsOf(name.replace(/\.[^.]*$/, '')).at(-1);
	return last !== undefined && isLockWord(last) ? last : undefined;
}

function isLockWord(word: string): boolean {
	const bare = word.replace(/\d+$/, '');
	return lockWords.has(bare) || lockCompounds.some((pattern) => pattern.test(bare));
}

function wordsOf(name: string): string[] {
	return name
		.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
		.replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
		.split(/[^\p{L}\p{N}]+| /u)
		.filter((word) => word !== '')
		.map((word) => word.toLowerCase());
}

import path from 'node:path';

/** One entry below a home (`home/…`) or temp folder (`tmp/…`) that might be kept for later starts. */
export interface WarmCandidate {
	/** With `/`, without a leading one: `tmp/jiti/a.cjs`. */
	readonly path: string;
	readonly kind: 'file' | 'directory' | 'symlink' | 'socket' | 'fifo' | 'device';
}

/** Names that mark an owner, or tell what an earlier start did. Never kept, whatever a recipe says. */
const neverKept: readonly string[] = [
	'**/*.lock',
	'**/*.lock.*',
	'**/*.pid',
	'**/*.log',
	'**/*.sock',
	'**/*.tmp',
	'**/*-wal',
	'**/*-shm',
	'**/.staging-*',
];

/**
 * Whether an entry goes into the warmed home: named by one of the recipe's globs, and a plain file or folder that marks
 * nothing. A folder is kept too when something below it may be. Pure.
 */
export function isKept(candidate: WarmCandidate, keep: readonly string[]): boolean {
	if (candidate.kind !== 'file' && candidate.kind !== 'directory') return false;
	if (neverKept.some((glob) => path.posix.matchesGlob(candidate.path, glob))) return false;
	if (keep.some((glob) => path.posix.matchesGlob(candidate.path, glob))) return true;
	return candidate.kind === 'directory' && keep.some((glob) => leadsTo(candidate.path, glob));
}

/** Whether files that match the glob lie below the folder. */
function leadsTo(folder: string, glob: string): boolean {
	const parts = glob.split('/');
	const depth = folder.split('/').length;
	return depth < parts.length && path.posix.matchesGlob(folder, parts.slice(0, depth).join('/'));
}

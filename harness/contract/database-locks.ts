import { basename, dirname } from 'node:path/posix';

/**
 * The `LOCK` files of LevelDB and RocksDB databases among these paths: each lies beside a `CURRENT` and a `MANIFEST-…`.
 * Such a file is always there, empty; what locks is the kernel, for as long as a process has the database open. Pure.
 */
export function databaseLocksIn(paths: Iterable<string>): ReadonlySet<string> {
	const locks = new Set<string>();
	const currents = new Set<string>();
	const manifests = new Set<string>();
	for (const path of paths) {
		const name = basename(path);
		if (name === 'LOCK') locks.add(path);
		else if (name === 'CURRENT') currents.add(dirname(path));
		else if (/^MANIFEST-\d+$/.test(name)) manifests.add(dirname(path));
	}
	return new Set([...locks].filter((path) => currents.has(dirname(path)) && manifests.has(dirname(path))));
}

/** Whether a path is one of the two by which such a `LOCK` beside it is known for what it is. Pure. */
export function tellsOfDatabase(path: string, databaseLocks: ReadonlySet<string>): boolean {
	return /^(?:CURRENT|MANIFEST-\d+)$/.test(basename(path)) && databaseLocks.has(`${dirname(path)}/LOCK`);
}

import { companionEndings } from './database-content.ts';

/** A database and what lies beside it, by their paths. */
export interface DatabaseGroup<File> {
	readonly main: File;
	readonly journal: File | null;
	readonly wal: File | null;
	readonly memory: File | null;
}

/**
 * Files that may be one database: each whose name has a companion's beside it, and each alone that `mayBeAlone` takes for
 * one. Pure.
 */
export function databaseGroups<File extends { readonly path: string }>(
	files: readonly File[],
	mayBeAlone: (file: File) => boolean,
): DatabaseGroup<File>[] {
	const byPath = new Map(files.map((file) => [file.path, file]));
	return files.flatMap((main) => {
		const [journal, wal, memory] = companionEndings.map((ending) => byPath.get(main.path + ending) ?? null);
		const isAlone = !journal && !wal && !memory;
		if (isAlone && !mayBeAlone(main)) return [];
		return [{ main, journal: journal ?? null, wal: wal ?? null, memory: memory ?? null }];
	});
}

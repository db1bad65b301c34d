import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';

/** The file that a command's first word starts, as execvp(3) finds it; null when there is none that may be run. */
export function findProgram(word: string, searchPath: string = process.env.PATH ?? ''): string | null {
	if (word.includes('/')) return isProgram(word) ? word : null;
	const folders = searchPath.split(path.delimiter).filter((folder) => folder !== '');
	return folders.map((folder) => path.join(folder, word)).find(isProgram) ?? null;
}

function isProgram(file: string): boolean {
	try {
		accessSync(file, constants.X_OK);
		return statSync(file).isFile();
	} catch {
		return false;
	}
}

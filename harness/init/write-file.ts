import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { FileExistsError, FileNotWritableError } from './errors.ts';

/**
 * Writes a file and the folders on the way to it.
 *
 * @param overwrite false: a file that is there already is left as it is, even when it came to be just now.
 * @throws FileExistsError, FileNotWritableError
 */
export function writeNewFile(file: string, text: string, overwrite: boolean, nextStep: string): void {
	try {
		mkdirSync(path.dirname(file), { recursive: true });
		writeFileSync(file, text, { flag: overwrite ? 'w' : 'wx' });
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
			throw new FileExistsError([file], nextStep);
		throw new FileNotWritableError(file, error);
	}
}

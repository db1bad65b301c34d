import { rmdirSync } from 'node:fs';

/** Removes a folder that several cases share, when this was the last of them. */
export function removeWhenEmpty(folder: string): void {
	try {
		rmdirSync(folder);
	} catch {
		// Not empty, or gone already.
	}
}

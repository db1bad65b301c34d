import { accessSync, chmodSync, constants, lstatSync } from 'node:fs';

/**
 * Folders and files that a gateway closed against its own user, opened for one look. Root sees through them anyway; for an
 * ordinary user they would hide a lock.
 */
export class ClosedPlaces {
	readonly #opened: { readonly place: Buffer; readonly mode: number }[] = [];
	#refused = 0;

	/** Places that belong to somebody else, so that they stayed closed. */
	get refused(): number {
		return this.#refused;
	}

	/** Makes the folder or regular file readable when it is not, until `closeAgain`. */
	open(place: Buffer, kind: 'directory' | 'file'): void {
		const wanted = kind === 'directory' ? constants.R_OK | constants.X_OK : constants.R_OK;
		if (isAccessible(place, wanted)) return;
		try {
			const stats = lstatSync(place);
			if (stats.isSymbolicLink()) return;
			chmodSync(place, (stats.mode & 0o7777) | (wanted << 6));
			this.#opened.push({ place, mode: stats.mode & 0o7777 });
		} catch {
			this.#refused++;
		}
	}

	/** The next start must find everything as the dead instances left it. */
	closeAgain(): void {
		// What lies inside of something first: afterwards it cannot be reached.
		for (const { place, mode } of this.#opened.toReversed()) {
			try {
				chmodSync(place, mode);
			} catch {
				// Gone in between.
			}
		}
		this.#opened.length = 0;
	}
}

function isAccessible(place: Buffer, wanted: number): boolean {
	try {
		accessSync(place, wanted);
		return true;
	} catch (error) {
		return !(error instanceof Error && 'code' in error && error.code === 'EACCES');
	}
}

/**
 * Version of a run folder. 1: no `run.json`, what the command line said is known from the repeat commands only. 2: with it.
 * Older ones are read, newer ones are refused.
 */
export const runFolderVersion = 2;

/** A run folder of a version that this Gatelock does not read. */
export class RunFolderVersionError extends Error {
	override readonly name = 'RunFolderVersionError';

	constructor(file: string, found: string) {
		super(
			`${file} has schema version ${found}; this Gatelock reads 1 and ${runFolderVersion}. Next step: read it with the Gatelock that wrote it, or a newer one (npm install gatelock@latest).`,
		);
	}
}

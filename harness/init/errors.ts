/** A file is there already, and nobody allowed to overwrite it: exit code 2, nothing was written. */
export class FileExistsError extends Error {
	override readonly name = 'FileExistsError';
	readonly files: readonly string[];

	constructor(files: readonly string[], nextStep: string) {
		const are = files.length === 1 ? 'is there already, so' : 'are there already, so';
		super(`${files.join(', ')} ${are} nothing was written. Next step: ${nextStep}.`);
		this.files = files;
	}
}

/** A file could not be written: exit code 2. */
export class FileNotWritableError extends Error {
	override readonly name = 'FileNotWritableError';
	readonly file: string;

	constructor(file: string, cause: unknown) {
		super(`${file} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
		this.file = file;
	}
}

/** A title cannot be that of a new scenario: exit code 2, nothing was written. */
export class TitleError extends Error {
	override readonly name = 'TitleError';
	readonly title: string;

	/** @param allowed What would be accepted, as the end of the sentence "Allowed: …". */
	constructor(title: string, allowed: string) {
		super(`title ${JSON.stringify(title)} cannot be used. Allowed: ${allowed}.`);
		this.title = title;
	}
}

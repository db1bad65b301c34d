/** The config file cannot be used: exit code 2. */
export class ConfigError extends Error {
	override readonly name = 'ConfigError';
	readonly file: string;
	/** `limits.fails-fast`; empty when the whole file cannot be used. */
	readonly key: string;
	readonly allowed: string;

	/**
	 * @param allowed What would be accepted, as the end of the sentence "Allowed: …".
	 */
	constructor(file: string, key: string, value: unknown, allowed: string) {
		super(
			`${file}: ${[key, shown(value)].filter((part) => part !== '').join(' ')} cannot be used. Allowed: ${allowed}.`,
		);
		this.file = file;
		this.key = key;
		this.allowed = allowed;
	}
}

/** The config file could not even be loaded: exit code 2. */
export class ConfigLoadError extends Error {
	override readonly name = 'ConfigLoadError';
	readonly file: string;

	constructor(file: string, cause: unknown) {
		const why = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
		super(`${file} cannot be loaded: ${why}${installStepFor(why)}`, { cause });
		this.file = file;
	}
}

/** What to do about a file that imports the kit where the kit is not installed, as the end of a message; else empty. */
export function installStepFor(problem: string): string {
	const isMissing = /Cannot find (?:package|module) 'gatelock(?:\/[^']*)?'/.test(problem);
	return isMissing ? '. Next step: install gatelock in this project (npm pack in a clone makes the package).' : '';
}

const maxShownCharacters = 80;

function shown(value: unknown): string {
	if (value === undefined) return '(missing)';
	if (typeof value === 'function') return '(a function)';
	let text: string;
	try {
		text = JSON.stringify(value) ?? String(value);
	} catch {
		text = String(value);
	}
	return text.length <= maxShownCharacters ? text : `${text.slice(0, maxShownCharacters)}…`;
}

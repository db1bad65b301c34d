/** An option that names builds cannot be used: exit code 2. */
export class ReleaseChoiceError extends Error {
	override readonly name = 'ReleaseChoiceError';
	readonly option: string;
	readonly value: string;

	/** @param allowed What would be accepted, as the end of the sentence "Allowed: …". */
	constructor(option: string, value: string, allowed: string) {
		super(`${option} ${JSON.stringify(value)} cannot be used. Allowed: ${allowed}.`);
		this.option = option;
		this.value = value;
	}
}

/** A build was being judged when the comparison was interrupted: exit code 130. */
export class ComparisonInterruptedError extends Error {
	override readonly name = 'ComparisonInterruptedError';
}

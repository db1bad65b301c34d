/** The command line or the configuration cannot be used: exit code 2. */
export class UsageError extends Error {
	override readonly name = 'UsageError';
	readonly option: string;
	readonly value: string;

	/**
	 * @param allowed What would be accepted, as the end of the sentence "Allowed: …".
	 */
	constructor(option: string, value: string, allowed: string) {
		super(`${option} ${JSON.stringify(value)} cannot be used. Allowed: ${allowed}.`);
		this.option = option;
		this.value = value;
	}
}

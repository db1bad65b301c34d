/** A state cannot be taken or brought back. */
export class StateError extends Error {
	override readonly name = 'StateError';
	readonly path: string;

	constructor(place: string, why: string) {
		super(`The state of ${place} cannot be kept: ${why}.`);
		this.path = place;
	}
}

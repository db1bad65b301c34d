const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000 };
/** Without a unit nobody knows whether seconds are meant. */
const shape = /^(\d+(?:\.\d+)?)(ms|s|m)$/;

/** A limit longer than this is a typing error. */
const maxDurationMs = 24 * 60 * 60_000;

/** A duration on the command line that cannot be used. */
export class DurationError extends Error {
	readonly option: string;
	readonly value: string;

	constructor(option: string, value: string) {
		super(
			`${option}: ${JSON.stringify(shorten(value))} is not a duration; allowed: a number above 0 with ms, s or m, at most 24 hours: 200ms, 1.5s, 2m`,
		);
		this.name = 'DurationError';
		this.option = option;
		this.value = value;
	}
}

/**
 * Reads `1.5s`, `200ms` or `2m`.
 *
 * @param option the option as the user typed it, for the message: `--limit fails-fast`
 * @returns milliseconds, above 0 and at most 24 hours
 * @throws DurationError
 */
export function parseDuration(value: string, option: string): number {
	const [, number, unit = ''] = shape.exec(value.trim()) ?? [];
	const durationMs = Number(number) * (unitsMs[unit] ?? Number.NaN);
	if (!(durationMs > 0 && durationMs <= maxDurationMs)) throw new DurationError(option, value);
	return durationMs;
}

function shorten(value: string): string {
	return value.length <= 80 ? value : `${value.slice(0, 80)}…`;
}

/** A duration that a person can compare: `412 ms` below one second, else seconds with one decimal. */
export function formatDuration(durationMs: number): string {
	const rounded = Math.round(durationMs);
	return Math.abs(rounded) < 1000 ? `${rounded} ms` : `${(durationMs / 1000).toFixed(1)} s`;
}

/** A duration in a list, to be compared with those above and below it: always in seconds, right aligned. */
export function formatSeconds(durationMs: number): string {
	return `${(durationMs / 1000).toFixed(2)} s`.padStart(9);
}

/** A limit in a list: seconds, to the millisecond, right aligned. */
export function formatLimit(limitMs: number): string {
	return `${(limitMs / 1000).toFixed(3)} s`.padStart(9);
}

/** A moment of a case, from its begin: `+1.234 s`. */
export function formatMoment(tMs: number): string {
	return `${tMs < 0 ? '-' : '+'}${(Math.abs(tMs) / 1000).toFixed(3)} s`;
}

/** A version named after its day: `2026.1.24`, `2026.1.24-3` (third correction of that day), `2026.8.1-beta.2`. */
export interface DateVersion {
	readonly day: readonly [year: number, month: number, day: number];
	/** `-beta.2` is 2, of a version that was yet to come; null for a release. */
	readonly beta: number | null;
	/** `-3` is 3; 0 without. Unlike in semver, a correction is later than what it corrects. */
	readonly correction: number;
}

/** Both ends belong to the range. Without `to` it is open. */
export interface VersionRange {
	readonly from: string;
	readonly to?: string;
}

const shape = /^(\d+)\.(\d+)\.(\d+)(?:-(?:(\d+)|[a-z]+\.(\d+)))?$/;

/** Null for a text of another shape. */
export function parseDateVersion(text: string): DateVersion | null {
	const match = shape.exec(text);
	if (match === null) return null;
	const [, year, month, day, correction, beta] = match;
	return {
		day: [Number(year), Number(month), Number(day)],
		beta: beta === undefined ? null : Number(beta),
		correction: Number(correction ?? 0),
	};
}

/** Negative when `a` came first. Order within one day: betas, the release, its corrections. */
export function compareDateVersions(a: DateVersion, b: DateVersion): number {
	const key = (version: DateVersion) => [
		...version.day,
		version.beta === null ? 1 : 0,
		version.beta ?? 0,
		version.correction,
	];
	const right = key(b);
	for (const [index, left] of key(a).entries()) {
		const difference = left - (right[index] ?? 0);
		if (difference !== 0) return difference;
	}
	return 0;
}

/** False too when one of the versions has another shape. */
export function isInRange(version: string, range: VersionRange): boolean {
	const asked = parseDateVersion(version);
	const from = parseDateVersion(range.from);
	if (asked === null || from === null || compareDateVersions(asked, from) < 0) return false;
	if (range.to === undefined) return true;
	const to = parseDateVersion(range.to);
	return to !== null && compareDateVersions(asked, to) <= 0;
}

import { compareDateVersions, type DateVersion, parseDateVersion } from '../builds/date-version.ts';

/** A condition on versions: `>=2026.8`, `2026.4.x`, `>=2026.3.13 <2026.5`. */
export interface ReleaseRange {
	/** Each must hold. */
	readonly conditions: readonly Condition[];
}

interface Condition {
	readonly comparison: '>=' | '>' | '<=' | '<' | '=';
	/** As many parts as were given: `2026.8` leaves the day open. */
	readonly parts: readonly number[];
	/** All of it, when nothing was left open. */
	readonly whole: DateVersion | null;
}

const conditionShape = /^(>=|<=|>|<|=)?v?(\d+(?:\.\d+){0,2}(?:-[a-z0-9.]+)?)(\.[x*])*$/;

/**
 * Null when the text is no range: one whole version, a tag, or nothing that can be read. Conditions stand side by side
 * with spaces between them; a version with less than three parts stands for all that begin so; `*` for every release. Pure.
 */
export function parseReleaseRange(text: string): ReleaseRange | null {
	const words = text
		.trim()
		.replaceAll(/([<>=])\s+/g, '$1')
		.split(/\s+/);
	if (words.length === 1 && (words[0] === '*' || words[0] === 'x')) return { conditions: [] };
	const conditions: Condition[] = [];
	for (const word of words) {
		const match = conditionShape.exec(word);
		if (match === null) return null;
		const [, comparison, version = ''] = match;
		const whole = parseDateVersion(version);
		if (whole === null && version.includes('-')) return null;
		if (comparison === undefined && whole !== null && words.length === 1) return null;
		conditions.push({
			comparison: (comparison ?? '=') as Condition['comparison'],
			parts: (version.split('-')[0] ?? '').split('.').map(Number),
			whole,
		});
	}
	return { conditions };
}

/** Versions in the order in which they came; those of another shape are left out. Pure. */
export function inReleaseOrder(versions: readonly string[]): string[] {
	return versions
		.flatMap((version) => {
			const parsed = parseDateVersion(version);
			return parsed === null ? [] : [{ version, parsed }];
		})
		.sort((a, b) => compareDateVersions(a.parsed, b.parsed))
		.map(({ version }) => version);
}

/** The versions inside a range, oldest first; a beta only when asked for. Pure. */
export function versionsInRange(
	versions: readonly string[],
	{ conditions }: ReleaseRange,
	{ betas }: { readonly betas: boolean },
): string[] {
	return inReleaseOrder(versions).filter((version) => {
		const parsed = parseDateVersion(version);
		if (parsed === null || (!betas && parsed.beta !== null)) return false;
		return conditions.every((condition) => holds(parsed, condition));
	});
}

function holds(version: DateVersion, { comparison, parts, whole }: Condition): boolean {
	const order = whole === null ? compareParts(version.day, parts) : compareDateVersions(version, whole);
	switch (comparison) {
		case '>=':
			return order >= 0;
		case '>':
			return order > 0;
		case '<=':
			return order <= 0;
		case '<':
			return order < 0;
		case '=':
			return order === 0;
	}
}

/** Only as far as parts were given: 2026.8.3 equals 2026.8. */
function compareParts(day: readonly number[], parts: readonly number[]): number {
	for (const [index, part] of parts.entries()) {
		const difference = (day[index] ?? 0) - part;
		if (difference !== 0) return difference;
	}
	return 0;
}

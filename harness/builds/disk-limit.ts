const mega = 1024 ** 2;
const giga = 1024 ** 3;
const units: Readonly<Record<string, number>> = { MB: mega, GB: giga, TB: 1024 ** 4 };
const shape = /^(\d+(?:\.\d+)?) ?(MB|GB|TB)$/i;

/** About thirty builds. */
export const defaultDiskLimit = 20 * giga;

/** A size that cannot be used. */
export class DiskLimitError extends Error {
	override readonly name = 'DiskLimitError';

	constructor(option: string, value: string) {
		super(`${option}: ${JSON.stringify(value)} is not a size; allowed: a number with MB, GB or TB, such as 5GB`);
	}
}

/**
 * Bytes of `500MB`, `5GB`, `1.5TB`; a unit is 1024 times the one before.
 *
 * @throws DiskLimitError
 */
export function parseSize(value: string, option: string): number {
	const [, number, unit = ''] = shape.exec(value.trim()) ?? [];
	const bytes = Number(number) * (units[unit.toUpperCase()] ?? Number.NaN);
	if (!Number.isFinite(bytes)) throw new DiskLimitError(option, value);
	return bytes;
}

/** What the cache may hold: `$GATELOCK_CACHE_LIMIT`, else 20 GB. */
export function diskLimit(environment: NodeJS.ProcessEnv = process.env): number {
	const given = environment.GATELOCK_CACHE_LIMIT;
	return given ? parseSize(given, 'GATELOCK_CACHE_LIMIT') : defaultDiskLimit;
}

/** `1.5 GB`, `512 MB`. */
export function sizeText(bytes: number): string {
	if (bytes >= giga) return `${(bytes / giga).toFixed(1)} GB`;
	return `${(bytes / mega).toFixed(bytes < 10 * mega ? 1 : 0)} MB`;
}

import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * Where a companion app's PID guard may lie. A folder of another product (or of an earlier name of this one) that the
 * build has not made itself would be more than a guard: builds migrate such state, and refuse to start when it looks
 * odd. So where the build has a state folder of its own among the places, only that one is used.
 */
export function guardPlaces(
	patterns: readonly string[],
	{ home, tmp }: { readonly home: string; readonly tmp: string },
): string[] {
	const files = patterns.map((pattern) => pattern.replaceAll('{home}', home).replaceAll('{tmp}', tmp));
	const isState = (file: string) => ![home, tmp].includes(path.dirname(file));
	const hasState = files.some((file) => isState(file) && existsSync(path.dirname(file)));
	return files.filter((file) => !hasState || !isState(file) || existsSync(path.dirname(file)));
}

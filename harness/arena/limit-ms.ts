import type { RunContext } from './run-context.ts';

/**
 * The limit of a clause in a run, in milliseconds.
 *
 * @param cold Whether the build's caches are gone, so that the start is a first one.
 * @throws RangeError when no contract of the run has a limit for the clause.
 */
export function limitMsIn(
	{ limits, also }: Pick<RunContext, 'limits' | 'also'>,
	clause: string,
	cold: boolean,
): number {
	const found = [...limits, ...(also?.limits ?? [])].filter((candidate) => candidate.clause === clause);
	if (found.length === 0) throw new RangeError(`No limit is known for clause "${clause}".`);
	// Whoever is judged by two contracts is watched long enough for both.
	return Math.max(...found.map(({ limitMs, coldLimitMs = 0 }) => Math.max(limitMs, cold ? coldLimitMs : 0)));
}

import type { Instance } from '../gateway/instance.ts';

/**
 * Of several that were started at once, the one that came to serve; when none did, the first of them.
 *
 * @throws RangeError when there are none.
 * @remarks Since 0.1.0
 */
export function winnerOf(instances: readonly Instance[]): Instance {
	const [winner] = instances.toSorted((one, other) => rank(other) - rank(one));
	if (winner === undefined) throw new RangeError('winnerOf needs at least one instance.');
	return winner;
}

function rank({ ready, gone }: Instance): number {
	return ready && !gone ? 1 : 0;
}

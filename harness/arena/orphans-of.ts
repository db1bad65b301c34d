import { Orphans } from '../observe/orphans.ts';
import { guardProgram } from './guard.ts';
import type { Isolation } from './isolation.ts';

/** Pid 1 of the run's namespace, to which the kernel hands its orphans. */
const firstPid = 1;

/**
 * Recognizes the orphans of an arena that carry no mark.
 *
 * @param mountNamespace Of the arena's sandbox; null without namespaces.
 */
export function orphansOf(isolation: Isolation, arenaMarker: string, mountNamespace: string | null): Orphans | null {
	if (isolation.kind === 'namespaces') return new Orphans(firstPid, { arenaMarker, guardProgram, mountNamespace });
	if (isolation.reaperPid === undefined) return null;
	return new Orphans(isolation.reaperPid, { arenaMarker, guardProgram, mountNamespace: null });
}

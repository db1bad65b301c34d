import { Orphans } from '../observe/orphans.ts';
import { guardProgram } from './guard.ts';
import type { Isolation } from './isolation.ts';

/** The orphans of a run that has a reaper. In namespaces nothing can leave its mount namespace, so that none is needed. */
export function orphansOf(isolation: Isolation, arenaMarker: string): Orphans | null {
	if (isolation.kind !== 'process-groups' || isolation.reaperPid === undefined) return null;
	return new Orphans(isolation.reaperPid, arenaMarker, guardProgram);
}

import { Orphans } from '../observe/orphans.ts';
import { guardProgram } from './guard.ts';
import type { Isolation } from './isolation.ts';
import type { Sandbox } from './sandbox.ts';

/** Pid 1 of the run's namespace, to which the kernel hands its orphans. */
const firstPid = 1;

/**
 * Recognizes the orphans of an arena that carry no mark.
 *
 * @param sandbox Of the arena; null without namespaces.
 */
export function orphansOf(isolation: Isolation, arenaMarker: string, sandbox: Sandbox | null): Orphans | null {
	if (isolation.kind === 'namespaces') return new Orphans(firstPid, { arenaMarker, guardProgram, sandbox });
	if (isolation.reaperPid === undefined) return null;
	return new Orphans(isolation.reaperPid, { arenaMarker, guardProgram, sandbox: null });
}

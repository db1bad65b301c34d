import { arenaMessages } from './messages.ts';

/** How a run is kept apart from the rest of the machine. */
export type Isolation =
	| {
			readonly kind: 'namespaces';
			/** A private tmpfs, mounted in the run's own mount namespace: nothing of it is left when the run ends. */
			readonly arenaRoot: string;
	  }
	| {
			readonly kind: 'process-groups';
			/** Why no namespaces were used. */
			readonly reason: string;
			readonly arenaRoot: string;
			/** To whom the kernel hands the run's orphans; absent where it can be nobody of the run. See `reaperWords`. */
			readonly reaperPid?: number | undefined;
	  };

/** Environment variable by which the relaunched run learns where it is. */
export const isolationVariable = 'GATELOCK_ISOLATION';

/**
 * For reports.
 *
 * @param ipcObjects Why not all IPC objects are seen in namespaces; null: they are.
 */
export function describeIsolation(isolation: Isolation, ipcObjects: string | null = null): string {
	return isolation.kind === 'namespaces'
		? `own user, pid, network, IPC and mount namespaces; each gateway with a private /tmp and a read-only file system${ipcObjects === null ? '' : arenaMessages.notSeen(ipcObjects)}`
		: `process groups, reserved ports and a parent-death guard (no namespaces: ${isolation.reason})`;
}

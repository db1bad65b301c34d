import { isMarkOfRun, readInheritedMark } from './inherited-mark.ts';
import { readInstance } from './instance-mark.ts';
import { type ProcessStat, readCommandLine, readEnvironment, readMountNamespace } from './proc.ts';

/** Looks at one orphan: with exec it gets a new environment. */
const maxLooks = 8;

/** Mount namespaces in which only gateways of one arena live. */
interface MountNamespaces {
	contains(mountNamespace: string | null): boolean;
}

/**
 * Tells the orphans of a run that carry no mark of any gateway. Who is handed to the run's reaper descends from it, and
 * that no process can shed; whose it was is then a matter of time.
 */
export class Orphans {
	readonly #reaperPid: number;
	readonly #guardProgram: string;
	readonly #arenaMarker: string;
	readonly #sandbox: MountNamespaces | null;
	readonly #looks = new Map<string, number>();

	/**
	 * @param reaperPid To this process the kernel hands the orphans.
	 * @param of.arenaMarker Of any arena of the run.
	 * @param of.guardProgram Part of the command line of the harness's own orphans.
	 * @param of.sandbox Of the arena: an orphan outside of it is not the arena's. Null without namespaces.
	 */
	constructor(
		reaperPid: number,
		of: { readonly arenaMarker: string; readonly guardProgram: string; readonly sandbox: MountNamespaces | null },
	) {
		this.#reaperPid = reaperPid;
		this.#guardProgram = of.guardProgram;
		this.#arenaMarker = of.arenaMarker;
		this.#sandbox = of.sandbox;
	}

	/** Whether it is one, and is not older than `since` (clock ticks since boot). It belongs to who asks first. */
	claim({ pid, parentPid, startTicks, state }: ProcessStat, since: number): boolean {
		if (parentPid !== this.#reaperPid || startTicks < since || state === 'Z' || state === 'X') return false;
		const key = `${pid} ${startTicks}`;
		const looks = this.#looks.get(key) ?? 0;
		if (looks >= maxLooks) return false;
		this.#looks.set(key, looks + 1);
		if (this.#sandbox !== null) {
			// Within a user namespace of its own a process has every capability again, and no mark.
			if (!this.#sandbox.contains(readMountNamespace(pid)) || readInstance(pid) !== 0) return false;
			this.#looks.set(key, maxLooks);
			return true;
		}
		// Then it is known to belong to somebody, here or in an arena beside this one.
		if (isMarkOfRun(readInheritedMark(pid), this.#arenaMarker)) return false;
		if (readEnvironment(pid)?.includes('GATELOCK_INSTANCE=')) return false;
		if (readCommandLine(pid)?.includes(this.#guardProgram)) return false;
		this.#looks.set(key, maxLooks);
		return true;
	}
}

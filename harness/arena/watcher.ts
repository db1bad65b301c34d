import { readListeners } from '../observe/listeners.ts';
import type { ProcessStat } from '../observe/proc.ts';
import { readAllStats } from '../observe/process-tree.ts';

/** What the watcher tells those who listen: one look at every process and every TCP listener of the namespace. */
export interface Snapshot {
	readonly processes: readonly ProcessStat[];
	readonly listeners: ReturnType<typeof readListeners>;
}

/** While somebody waits for something to happen. */
const busyIntervalMs = 4;
/** Otherwise: often enough that a listener which vanishes or a process that dies on its own is seen. */
const idleIntervalMs = 25;

/** Looks at the kernel's tables in a steady rhythm and tells its observers. One per arena. */
export class Watcher {
	readonly #observers = new Set<(snapshot: Snapshot) => void>();
	readonly #waiting = new Set<() => void>();
	#timer: NodeJS.Timeout | null = null;
	#costMs = 0;
	#stopped = false;

	observe(observer: (snapshot: Snapshot) => void): void {
		this.#observers.add(observer);
		this.#schedule();
	}

	/** Looks now. What was true before this call is seen by it. */
	look(): void {
		const startedAt = performance.now();
		const snapshot = { processes: readAllStats(), listeners: readListeners() };
		for (const observer of this.#observers) observer(snapshot);
		this.#costMs = performance.now() - startedAt;
		for (const check of [...this.#waiting]) check();
	}

	/**
	 * Waits until the condition holds after a look; false when `expired` says so first.
	 *
	 * @param expired Called after every look; the place of the limit (wall time, or time less starvation).
	 */
	async until(condition: () => boolean, expired: () => boolean): Promise<boolean> {
		this.look();
		return await new Promise((resolve) => {
			const check = () => {
				const done = condition();
				if (!done && !expired() && !this.#stopped) return;
				this.#waiting.delete(check);
				resolve(done);
			};
			this.#waiting.add(check);
			check();
			this.#schedule();
		});
	}

	stop(): void {
		this.#stopped = true;
		if (this.#timer !== null) clearTimeout(this.#timer);
		this.#timer = null;
		for (const check of [...this.#waiting]) check();
		this.#observers.clear();
	}

	#schedule(): void {
		if (this.#stopped) return;
		if (this.#timer !== null) clearTimeout(this.#timer);
		this.#timer = setTimeout(
			() => {
				this.look();
				this.#schedule();
			},
			// A look on a machine with many processes is dear: never spend more than about a third of a core on it.
			Math.max(this.#waiting.size > 0 ? busyIntervalMs : idleIntervalMs, Math.min(50, this.#costMs * 2)),
		);
	}
}

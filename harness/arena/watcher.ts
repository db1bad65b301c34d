import { type Listener, ListenerTable } from '../observe/listeners.ts';
import type { ProcessStat } from '../observe/proc.ts';
import { ProcessTable } from '../observe/process-table.ts';

/** What the watcher tells those who listen: one look at every process and every TCP listener of the namespace. */
export interface Snapshot {
	readonly processes: readonly ProcessStat[];
	readonly listeners: readonly Listener[];
	/** When the listeners were read, as `performance.now()` told it. */
	readonly listenersAt: number;
}

/** Somebody who is told what was seen. */
export interface Observer {
	observe(snapshot: Snapshot): void;
	/** The processes that matter to it; between two looks at everything only they are looked at. */
	watched(): Iterable<number>;
}

/** While somebody waits for something to happen. */
const busyIntervalMs = 4;
/**
 * In between, the listeners alone are read: the times at which a port is bound and free are what limits are about. Only
 * where that is cheap; a machine may have thousands of sockets.
 */
const glanceIntervalMs = 1;
const dearGlanceMs = 0.3;
/** Otherwise: often enough that a listener which vanishes or a process that dies on its own is seen. */
const idleIntervalMs = 25;

/** Looks at the kernel's tables in a steady rhythm and tells its observers. One per arena. */
export class Watcher {
	readonly #observers = new Set<Observer>();
	readonly #waiting = new Set<() => void>();
	readonly #processes = new ProcessTable();
	readonly #listeners = new ListenerTable();
	#timer: NodeJS.Timeout | null = null;
	#costMs = 0;
	#glanceMs = 0;
	#lookedAt = 0;
	#inodes = '';
	#stopped = false;

	observe(observer: Observer): void {
		this.#observers.add(observer);
		this.#schedule();
	}

	/** Looks now. What was true before this call is seen by it. */
	look(): void {
		const { listeners, at } = this.#readListeners();
		this.#tell(listeners, at, this.#processes.read());
	}

	/** Looks at the listeners, and at everything when they are others than before or it is time to. */
	#glance(): void {
		// Timers are up to a millisecond early.
		const isDue = performance.now() - this.#lookedAt >= this.#intervalMs() - 1;
		if (!isDue && !this.#listeners.hasOtherCount()) return;
		const before = this.#inodes;
		const { listeners, at } = this.#readListeners();
		if (!isDue && this.#inodes === before) return;
		const watched = new Set([...this.#observers].flatMap((observer) => [...observer.watched()]));
		this.#tell(listeners, at, this.#processes.read(watched));
	}

	#readListeners(): { listeners: Listener[]; at: number } {
		const startedAt = performance.now();
		const listeners = this.#listeners.read();
		const at = performance.now();
		this.#glanceMs = at - startedAt;
		this.#inodes = listeners.map(({ inode }) => inode).join(' ');
		return { listeners, at };
	}

	#tell(listeners: readonly Listener[], listenersAt: number, processes: readonly ProcessStat[]): void {
		const snapshot = { processes, listeners, listenersAt };
		for (const observer of this.#observers) observer.observe(snapshot);
		this.#lookedAt = performance.now();
		this.#costMs = this.#lookedAt - listenersAt;
		for (const check of [...this.#waiting]) check();
		if (this.#stopped) this.#letGo();
	}

	/** A look on a machine with many processes is dear: never spend more than about a third of a core on it. */
	#intervalMs(): number {
		return Math.max(this.#waiting.size > 0 ? busyIntervalMs : idleIntervalMs, Math.min(50, this.#costMs * 2));
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
		this.#letGo();
	}

	/** Closes what is held open between two looks; a late look opens it again. */
	#letGo(): void {
		this.#processes.close();
		this.#listeners.close();
	}

	#schedule(): void {
		if (this.#stopped) return;
		if (this.#timer !== null) clearTimeout(this.#timer);
		const isGlancing = this.#waiting.size > 0 && this.#glanceMs < dearGlanceMs;
		this.#timer = setTimeout(
			() => {
				this.#glance();
				this.#schedule();
			},
			isGlancing ? glanceIntervalMs : this.#intervalMs(),
		);
	}
}

import { type Listener, ListenerTable } from '../observe/listeners.ts';
import { ProcessTable, type ProcessView } from '../observe/process-table.ts';

/** The processes and TCP listeners of the namespace at one moment. */
export interface Snapshot {
	readonly processes: ProcessView;
	readonly listeners: readonly Listener[];
	/** When the listeners were read, on the clock of `performance.now()`. */
	readonly listenersAt: number;
}

/** A part of the harness that wants snapshots. */
export interface Subscriber {
	/** Whether something is waited for, so that changes matter at once. */
	readonly isWaiting: boolean;
	/** The processes that matter to it. */
	watched(): Iterable<number>;
	take(snapshot: Snapshot): void;
}

/** Between two snapshots of a subscriber that waits, in milliseconds. An exit of a child interrupts this. */
const waitingIntervalMs = 10;
/** Otherwise: often enough that a listener that disappears or a process that ends by itself is seen. */
const idleIntervalMs = 25;
/**
 * While a subscriber waits, the number of sockets is read this often: limits are about the times at which a port is bound
 * and free. Only where that is cheap; a machine may have thousands of sockets.
 */
const glanceIntervalMs = 1;
const maxGlanceMs = 0.3;
/** Longest interval, in milliseconds, however much a snapshot costs. */
const maxIntervalMs = 50;

interface Delivered {
	at: number;
	inodes: string;
}

/**
 * Reads the kernel's tables at regular intervals, once for all arenas of this process: what it costs does not grow with
 * the number of cases at the same time.
 */
export class KernelPoller {
	readonly #subscribers = new Map<Subscriber, Delivered>();
	readonly #processes = new ProcessTable();
	readonly #listeners = new ListenerTable();
	#timer: NodeJS.Timeout | null = null;
	#isGlancing = false;
	#costMs = 0;
	#glanceMs = 0;

	subscribe(subscriber: Subscriber): void {
		this.#subscribers.set(subscriber, { at: performance.now(), inodes: '' });
		this.schedule();
	}

	unsubscribe(subscriber: Subscriber): void {
		this.#subscribers.delete(subscriber);
		if (this.#subscribers.size > 0) return;
		if (this.#timer !== null) clearTimeout(this.#timer);
		this.#timer = null;
		this.#processes.close();
		this.#listeners.close();
	}

	/** Processes and threads of the machine that ran or were runnable when the process table was last read. */
	get runnable(): number {
		return this.#processes.runnable;
	}

	/** Takes a snapshot for one subscriber now. What was true before this call is seen by it. */
	look(subscriber: Subscriber): void {
		const { listeners, at, inodes } = this.#readListeners();
		const processes = this.#processes.read(subscriber.watched(), { isForced: true });
		this.#deliver(subscriber, { processes, listeners, listenersAt: at }, inodes);
		if (this.#subscribers.size === 0) this.#close();
	}

	/** To be called when a subscriber begins to wait. */
	schedule(): void {
		if (this.#subscribers.size === 0) return;
		const isGlancing = this.#glanceMs < maxGlanceMs && this.#isWaiting();
		if (this.#timer !== null) {
			if (!isGlancing || this.#isGlancing) return;
			clearTimeout(this.#timer);
		}
		this.#isGlancing = isGlancing;
		this.#timer = setTimeout(() => this.#tick(), isGlancing ? glanceIntervalMs : this.#intervalMs(this.#isWaiting()));
	}

	#tick(): void {
		this.#timer = null;
		const now = performance.now();
		// Timers are up to a millisecond early.
		const due = [...this.#subscribers].filter(([{ isWaiting }, { at }]) => now - at >= this.#intervalMs(isWaiting) - 1);
		if (due.length > 0 || this.#listeners.hasOtherCount()) this.#read(new Set(due.map(([subscriber]) => subscriber)));
		this.schedule();
	}

	/** For those that are due, and those that were given other listeners last. */
	#read(due: ReadonlySet<Subscriber>): void {
		const { listeners, at, inodes } = this.#readListeners();
		const takers = [...this.#subscribers].filter(([each, last]) => due.has(each) || last.inodes !== inodes);
		if (takers.length === 0) return;
		const watched = new Set(takers.flatMap(([each]) => [...each.watched()]));
		const processes = this.#processes.read(watched, { isForced: false });
		for (const [taker] of takers) this.#deliver(taker, { processes, listeners, listenersAt: at }, inodes);
		this.#costMs = performance.now() - at;
	}

	#deliver(subscriber: Subscriber, snapshot: Snapshot, inodes: string): void {
		const delivered = this.#subscribers.get(subscriber);
		if (delivered !== undefined) {
			delivered.at = performance.now();
			delivered.inodes = inodes;
		}
		subscriber.take(snapshot);
	}

	#readListeners(): { listeners: Listener[]; at: number; inodes: string } {
		const startedAt = performance.now();
		const listeners = this.#listeners.read();
		const at = performance.now();
		this.#glanceMs = at - startedAt;
		return { listeners, at, inodes: listeners.map(({ inode }) => inode).join(' ') };
	}

	#isWaiting(): boolean {
		for (const subscriber of this.#subscribers.keys()) if (subscriber.isWaiting) return true;
		return false;
	}

	/** A snapshot of a machine with many processes is expensive: use at most a third of one core. */
	#intervalMs(isWaiting: boolean): number {
		return Math.max(isWaiting ? waitingIntervalMs : idleIntervalMs, Math.min(maxIntervalMs, this.#costMs * 2));
	}

	#close(): void {
		this.#processes.close();
		this.#listeners.close();
	}
}

/** One for each process of the harness: they share a network namespace and a process table. */
export const kernelPoller = new KernelPoller();

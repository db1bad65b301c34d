import { kernelPoller, type Snapshot, type Subscriber } from './kernel-poller.ts';

export type { Snapshot } from './kernel-poller.ts';

/** A part of an arena that snapshots are for. */
export interface Observer {
	observe(snapshot: Snapshot): void;
	/** The processes that matter to it. */
	watched(): Iterable<number>;
}

/** Waits for conditions on what the kernel shows, for one arena. */
export class Watcher implements Subscriber {
	readonly #observers = new Set<Observer>();
	readonly #waiting = new Set<() => void>();
	#stopped = false;

	observe(observer: Observer): void {
		this.#observers.add(observer);
		kernelPoller.subscribe(this);
	}

	get isWaiting(): boolean {
		return this.#waiting.size > 0;
	}

	*watched(): Iterable<number> {
		for (const observer of this.#observers) yield* observer.watched();
	}

	/** Takes a snapshot now. What was true before this call is seen by it. */
	look(): void {
		kernelPoller.look(this);
	}

	take(snapshot: Snapshot): void {
		for (const observer of this.#observers) observer.observe(snapshot);
		for (const check of [...this.#waiting]) check();
	}

	/**
	 * Waits until the condition holds after a snapshot; false when `expired` returns true first.
	 *
	 * @param expired Called after every snapshot; the place of the limit (wall time, or time less run-queue wait).
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
			kernelPoller.schedule();
		});
	}

	stop(): void {
		this.#stopped = true;
		for (const check of [...this.#waiting]) check();
		this.#observers.clear();
		kernelPoller.unsubscribe(this);
	}
}

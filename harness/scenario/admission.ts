import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { kernelPoller } from '../arena/kernel-poller.ts';

/** How many cases one process runs at the same time. */
export interface Concurrency {
	/** At least so many, however long the run queue is. */
	readonly least: number;
	/** At most so many, however idle the machine is. */
	readonly most: number;
}

/** A further case is admitted while fewer processes than this, per core, run or wait for a core. */
const maxRunnablePerCore = 3;
/** A case that was admitted shows in the run queue after this time, in milliseconds. */
const settleMs = 40;
/** How often a waiting case checks again, in milliseconds. */
const checkIntervalMs = 15;
/** Weight of the newest reading of the run queue: one reading is a moment, and the last five or so count. */
const smoothing = 0.3;
/** Beyond the least number, this share of the machine's memory stays available. */
const minAvailableShare = 0.25;

/**
 * Admits cases to this process. Most cases wait: for a limit, a timer, or for nothing to happen. So further ones start
 * while the run queue is short, and are held back while it is long. Verdicts do not depend on it, since limits exclude
 * the time in which a process waits for a core.
 */
export class Admission {
	readonly #concurrency: Concurrency;
	readonly #maxRunnable = availableParallelism() * maxRunnablePerCore;
	readonly #waiting: (() => void)[] = [];
	#active = 0;
	#runnable = 0;
	#admittedAt = Number.NEGATIVE_INFINITY;
	#timer: NodeJS.Timeout | null = null;

	constructor(concurrency: Concurrency) {
		this.#concurrency = concurrency;
	}

	/** Waits for a place; the place is free again when what is returned is disposed of. */
	async enter(): Promise<Disposable> {
		await new Promise<void>((resolve) => {
			this.#waiting.push(resolve);
			this.#admit();
		});
		return {
			[Symbol.dispose]: () => {
				this.#active--;
				this.#admit();
			},
		};
	}

	#admit(): void {
		while (this.#waiting.length > 0 && this.#hasPlace()) {
			this.#active++;
			this.#admittedAt = performance.now();
			this.#waiting.shift()?.();
		}
		if (this.#waiting.length === 0 || this.#timer !== null) return;
		this.#timer = setTimeout(() => {
			this.#timer = null;
			// This process runs while it reads.
			this.#runnable += smoothing * (Math.max(0, kernelPoller.runnable - 1) - this.#runnable);
			this.#admit();
		}, checkIntervalMs);
	}

	#hasPlace(): boolean {
		const { least, most } = this.#concurrency;
		if (this.#active < least) return true;
		if (this.#active >= most || performance.now() - this.#admittedAt < settleMs) return false;
		return this.#runnable < this.#maxRunnable && availableShare() >= minAvailableShare;
	}
}

/** The share of the machine's memory that is available. Source: proc_meminfo(5). */
function availableShare(): number {
	const text = readFileSync('/proc/meminfo', 'utf8');
	const kilobytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1] ?? 0);
	const total = kilobytes('MemTotal');
	return total === 0 ? 1 : kilobytes('MemAvailable') / total;
}

import { readInheritedMark } from './inherited-mark.ts';
import { type InstanceMark, isNumberOf, readInstance } from './instance-mark.ts';
import { readEnvironment, readMountNamespace } from './proc.ts';

/** A process gets another environment with `exec`: it is read this often, at different looks, before it counts as known. */
const maxReadings = 3;

/** At least this long between two readings, in milliseconds: a wrapper becomes the next program within it. */
const readingIntervalMs = 4;

/** By what a process can be recognized. Read when asked for, a few times, and for all instances together. */
export class ProcessIdentity {
	readonly #pid: number;
	#readings = 0;
	#readAt = Number.NEGATIVE_INFINITY;
	#instance: string | null = null;
	#limit: number | null | undefined;
	#namespace: string | null | undefined;
	#number: number | null | undefined;

	constructor(pid: number) {
		this.#pid = pid;
	}

	/** Whether it was started for the instance with this marker, or carries its mark. */
	isOf(marker: string, mark: InstanceMark): boolean {
		this.#refresh();
		return this.#carries(mark) || this.#instance === marker;
	}

	#refresh(): void {
		const now = performance.now();
		if (this.#readings >= maxReadings || now - this.#readAt < readingIntervalMs) return;
		this.#readings++;
		this.#readAt = now;
		const environment = readEnvironment(this.#pid) ?? '';
		this.#instance = /(?:^|\0)GATELOCK_INSTANCE=([^\0]*)/.exec(environment)?.[1] ?? null;
		this.#limit = undefined;
		this.#namespace = undefined;
		this.#number = undefined;
	}

	#carries(mark: InstanceMark): boolean {
		if (mark.kind === 'limit') {
			this.#limit = this.#limit === undefined ? readInheritedMark(this.#pid) : this.#limit;
			return this.#limit === mark.value;
		}
		this.#namespace = this.#namespace === undefined ? readMountNamespace(this.#pid) : this.#namespace;
		if (this.#namespace !== mark.mountNamespace) return false;
		this.#number = this.#number === undefined ? readInstance(this.#pid) : this.#number;
		return isNumberOf(this.#number, mark);
	}
}

import { listPids, type ProcessStat, parseStat } from './proc.ts';
import { ProcFile } from './proc-file.ts';

/** Everything is looked at again after so long, though the kernel says that there is no new pid: `ns_last_pid` can be set. */
const maxAgeMs = 20;

interface Row {
	readonly file: ProcFile;
	/** As it was when it was last looked at. */
	stat: ProcessStat | null;
}

/** All processes that can be seen, looked at again and again. */
export class ProcessTable {
	/** Source: proc_loadavg(5), the last field: the pid that was given to a process or thread last. */
	readonly #load = new ProcFile('/proc/loadavg');
	#rows = new Map<number, Row>();
	#lastPid: string | null = null;
	#listedAt = Number.NEGATIVE_INFINITY;

	/**
	 * One look at every process.
	 *
	 * @param watched As long as no new process is there and none of these is gone, only these are looked at again; the
	 * others are what they were at most 20 ms ago.
	 */
	read(watched?: ReadonlySet<number>): ProcessStat[] {
		const lastPid = this.#load.read()?.trimEnd().split(' ').at(-1) ?? null;
		const isOld = performance.now() - this.#listedAt >= maxAgeMs;
		const isKnown = watched !== undefined && !isOld && lastPid !== null && lastPid === this.#lastPid;
		this.#lastPid = lastPid;
		// Where one is gone, its pid may be another's already.
		if (!isKnown || ![...watched].every((pid) => this.#look(pid))) this.#readAll();
		return [...this.#rows.values()].flatMap(({ stat }) => stat ?? []);
	}

	close(): void {
		for (const { file } of this.#rows.values()) file.close();
		this.#rows.clear();
		this.#load.close();
		this.#listedAt = Number.NEGATIVE_INFINITY;
	}

	/** Looks at one; false when it is gone, or was not there before. */
	#look(pid: number): boolean {
		const row = this.#rows.get(pid);
		if (row === undefined) return false;
		const text = row.file.read();
		row.stat = text === null ? null : parseStat(text);
		return row.stat !== null;
	}

	/** In the order of the list. The file of a process that is gone has closed itself, and finds whoever has the pid now. */
	#readAll(): void {
		this.#listedAt = performance.now();
		const rows = new Map<number, Row>();
		for (const pid of listPids()) {
			rows.set(pid, this.#rows.get(pid) ?? { file: new ProcFile(`/proc/${pid}/stat`), stat: null });
			this.#rows.delete(pid);
		}
		for (const { file } of this.#rows.values()) file.close();
		this.#rows = rows;
		for (const pid of rows.keys()) if (!this.#look(pid)) this.#look(pid);
	}
}

import { listPids, type ProcessStat, parseStat } from './proc.ts';
import { ProcFile } from './proc-file.ts';
import { ProcessIdentity } from './process-identity.ts';

/** Processes that nothing watches are read again after this time, in milliseconds: a pid may belong to another one by then. */
const maxAgeMs = 100;

/** New pids are looked for this often while nothing asks for more, in milliseconds. */
const listIntervalMs = 10;

interface Row {
	readonly file: ProcFile;
	readonly identity: ProcessIdentity;
	/** As it was when it was last read. */
	stat: ProcessStat | null;
}

/** What the process table showed at one moment. */
export interface ProcessView {
	readonly byPid: ReadonlyMap<number, ProcessStat>;
	/** How the process can be recognized; read when it is asked for. */
	identity(pid: number): ProcessIdentity;
}

/** All processes that can be seen, read again and again. */
export class ProcessTable {
	/** Source: proc_loadavg(5), the last field: the pid that was given to a process or thread last. */
	readonly #load = new ProcFile('/proc/loadavg');
	readonly #rows = new Map<number, Row>();
	#listedLastPid: string | null = null;
	#listedAt = Number.NEGATIVE_INFINITY;
	#readAllAt = Number.NEGATIVE_INFINITY;
	/** Processes and threads that ran or were runnable at the last reading, ours included. Source: proc_loadavg(5). */
	runnable = 0;

	/**
	 * Reads new processes, and those that are watched. Others are at most 100 ms old.
	 *
	 * @param options.isForced Whether a process that was created before this call must be seen; else it may be missed for 10 ms.
	 */
	read(watched: Iterable<number>, { isForced }: { readonly isForced: boolean }): ProcessView {
		const now = performance.now();
		if (now - this.#readAllAt >= maxAgeMs) {
			this.#readAllAt = now;
			this.#list();
			for (const row of this.#rows.values()) readRow(row);
		} else {
			// Where one is gone, its pid may be another's already.
			let areAllThere = true;
			for (const pid of watched) {
				const row = this.#rows.get(pid);
				if (row === undefined || !readRow(row)) areAllThere = false;
			}
			if (!areAllThere || ((isForced || now - this.#listedAt >= listIntervalMs) && this.#mayHaveNew())) this.#list();
		}
		const byPid = new Map<number, ProcessStat>();
		for (const [pid, { stat }] of this.#rows) if (stat !== null) byPid.set(pid, stat);
		return { byPid, identity: (pid) => this.#rows.get(pid)?.identity ?? new ProcessIdentity(pid) };
	}

	close(): void {
		for (const { file } of this.#rows.values()) file.close();
		this.#rows.clear();
		this.#load.close();
		this.#listedAt = Number.NEGATIVE_INFINITY;
		this.#readAllAt = Number.NEGATIVE_INFINITY;
	}

	/** Whether a pid was given since the last listing; the kernel's counter can be set back, so that only a change counts. */
	#mayHaveNew(): boolean {
		return this.#lastPid() !== this.#listedLastPid || this.#listedLastPid === null;
	}

	#lastPid(): string | null {
		const fields = this.#load.read()?.trimEnd().split(' ') ?? [];
		this.runnable = Number.parseInt(fields[3] ?? '0', 10);
		return fields.at(-1) ?? null;
	}

	/** Makes rows for pids that are new, and removes those that are gone. */
	#list(): void {
		// Before the listing: what is created meanwhile is looked for again.
		this.#listedLastPid = this.#lastPid();
		this.#listedAt = performance.now();
		const present = new Set(listPids());
		for (const [pid, row] of this.#rows) {
			if (present.has(pid) && row.stat !== null) continue;
			row.file.close();
			this.#rows.delete(pid);
		}
		for (const pid of present) {
			if (this.#rows.has(pid)) continue;
			const row: Row = { file: new ProcFile(`/proc/${pid}/stat`), identity: new ProcessIdentity(pid), stat: null };
			readRow(row);
			this.#rows.set(pid, row);
		}
	}
}

/** Reads one; false when it is gone. */
function readRow(row: Row): boolean {
	const text = row.file.read();
	const stat = text === null ? null : parseStat(text);
	const isOther = row.stat !== null && stat !== null && row.stat.startTicks !== stat.startTicks;
	row.stat = isOther ? null : stat;
	return row.stat !== null;
}

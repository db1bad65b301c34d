import path from 'node:path';
import type { InstanceMark } from './instance-mark.ts';
import type { Orphans } from './orphans.ts';
import { type ProcessStat, readExecutable, readLoadMs, starvedMsOf } from './proc.ts';
import { ProcFile } from './proc-file.ts';
import type { ProcessView } from './process-table.ts';

/** Threads are many: their times are read this often. */
const idleIntervalMs = 40;

export interface Member {
	readonly pid: number;
	readonly startTicks: number;
	readonly name: string;
	/** False once it has ended; a zombie has ended. */
	alive: boolean;
	/** Ended, but its parent has not waited for it. */
	zombie: boolean;
	state: string;
	starvedMs: number;
	/** Time that its threads ran or were runnable, summed. */
	loadMs: number;
}

/**
 * All processes of one instance, found again at every scan. A process belongs to the instance when it was seen to
 * belong before, when its parent belongs, when it was started with the instance's marker in its environment, when it has
 * inherited the instance's mark, or when it is an orphan of the run that carries no mark at all: so a double fork, an own
 * session, an emptied environment or a new title hides nothing.
 * The tracer that the harness put over the instance does not belong.
 */
export class ProcessTree {
	readonly members = new Map<number, Member>();
	readonly #launcherPid: number;
	readonly #marker: string;
	readonly #mark: InstanceMark;
	/** Of the living members: they are read at every look. */
	readonly #schedstats = new Map<number, ProcFile>();
	readonly #orphans: Orphans | null;
	#loadMs = 0;
	readonly #now: () => number;
	#idleMeasuredAt: number;
	/** Wall time in which no thread of the instance ran or was runnable: it waited for something. */
	idleMs = 0;

	/**
	 * @param orphans Of the run, where they can be told.
	 * @param now The record's clock, in milliseconds: it stands still while the case is paused, and nobody waits then.
	 */
	constructor(launcherPid: number, marker: string, mark: InstanceMark, orphans: Orphans | null, now: () => number) {
		this.#now = now;
		this.#idleMeasuredAt = now();
		this.#orphans = orphans;
		this.#launcherPid = launcherPid;
		this.#marker = marker;
		this.#mark = mark;
	}

	/** Looks at every process once; returns who is new and who has ended since the last scan. */
	scan(view: ProcessView): { seen: Member[]; ended: Member[] } {
		const seen: Member[] = [];
		const ended: Member[] = [];
		const { byPid } = view;
		const mayHaveForked = this.alive.length > 0;
		for (const member of this.members.values()) {
			const stat = byPid.get(member.pid);
			const same = stat !== undefined && stat.startTicks === member.startTicks;
			member.zombie = same && stat.state === 'Z';
			if (same) member.state = stat.state;
			if (!member.alive) continue;
			if (same && stat.state !== 'Z' && stat.state !== 'X') {
				member.starvedMs = Math.max(member.starvedMs, this.#readStarvedMs(member.pid));
			} else {
				member.alive = false;
				this.#forget(member.pid);
				ended.push(member);
			}
		}
		// Parents first is not guaranteed by pid order (pids wrap), so look again until nothing new is found.
		for (let grew = true; grew; ) {
			grew = false;
			for (const stat of byPid.values()) {
				if (!this.#belongs(stat, view) && !(mayHaveForked && this.#isStray(stat))) continue;
				const member: Member = {
					pid: stat.pid,
					startTicks: stat.startTicks,
					name: stat.name,
					alive: stat.state !== 'Z' && stat.state !== 'X',
					zombie: stat.state === 'Z',
					state: stat.state,
					starvedMs: this.#readStarvedMs(stat.pid),
					loadMs: 0,
				};
				this.members.set(stat.pid, member);
				seen.push(member);
				if (!member.alive) {
					ended.push(member);
					this.#forget(member.pid);
				}
				grew = true;
			}
		}
		this.#measureIdle();
		return { seen, ended };
	}

	/** Living processes, the launcher first. */
	get alive(): Member[] {
		return [...this.members.values()].filter((member) => member.alive);
	}

	/** Time that the instance's processes were runnable but got no core, summed over their main threads. */
	get starvedMs(): number {
		let sum = 0;
		for (const member of this.members.values()) sum += member.starvedMs;
		return sum;
	}

	/**
	 * Adds up the time in which no thread of the instance ran or wanted to. Threads run beside each other, so what they
	 * did in an interval counts at most as the whole of it.
	 */
	#measureIdle(): void {
		const now = this.#now();
		const spanMs = now - this.#idleMeasuredAt;
		if (spanMs < idleIntervalMs) return;
		let loadMs = 0;
		for (const member of this.members.values()) {
			if (member.alive) member.loadMs = Math.max(member.loadMs, readLoadMs(member.pid));
			loadMs += member.loadMs;
		}
		// Waiting for a disk is not the gateway's choice.
		const waitsForDisk = this.alive.some((member) => member.state === 'D');
		if (!waitsForDisk) this.idleMs += Math.max(0, spanMs - (loadMs - this.#loadMs));
		this.#loadMs = loadMs;
		this.#idleMeasuredAt = now;
	}

	#readStarvedMs(pid: number): number {
		const file = this.#schedstats.get(pid) ?? new ProcFile(`/proc/${pid}/schedstat`);
		this.#schedstats.set(pid, file);
		return starvedMsOf(file.read());
	}

	#forget(pid: number): void {
		this.#schedstats.get(pid)?.close();
		this.#schedstats.delete(pid);
	}

	/** Closes what is read again and again. */
	release(): void {
		for (const pid of [...this.#schedstats.keys()]) this.#forget(pid);
	}

	#belongs(stat: ProcessStat, { byPid, identity }: ProcessView): boolean {
		const known = this.members.get(stat.pid);
		if (known !== undefined && known.startTicks === stat.startTicks) return false;
		if (stat.pid === this.#launcherPid && known === undefined) return true;
		const parent = this.members.get(stat.parentPid);
		const byParent = parent !== undefined && byPid.get(parent.pid)?.startTicks === parent.startTicks;
		// A zombie's limits can still be read: one of an earlier arena is not ours.
		const hasEnded = stat.state === 'Z' || stat.state === 'X';
		if (!byParent && (hasEnded || !identity(stat.pid).isOf(this.#marker, this.#mark))) return false;
		return !this.#isTracer(stat.pid);
	}

	/** An orphan that shed every mark: it is taken for one of those who lived until now. */
	#isStray(stat: ProcessStat): boolean {
		const launcher = this.members.get(this.#launcherPid);
		if (this.#orphans === null || launcher === undefined) return false;
		return !this.members.has(stat.pid) && this.#orphans.claim(stat, launcher.startTicks);
	}

	#isTracer(pid: number): boolean {
		// What it is called a process can change; what it runs it cannot.
		return pid !== this.#launcherPid && path.basename(readExecutable(pid) ?? '') === 'strace';
	}
}

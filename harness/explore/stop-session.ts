import {
	closeSync,
	existsSync,
	type FSWatcher,
	fstatSync,
	openSync,
	readdirSync,
	readFileSync,
	readSync,
	watch,
} from 'node:fs';
import type { Instance } from '../gateway/instance.ts';
import { parseStat } from '../observe/proc.ts';
import { parseTrace, type TraceEntry } from '../syscalls/parse.ts';
import type { RelevantCall } from './relevant-calls.ts';
import { CallJoiner, readTraceLine, type TraceLine } from './trace-lines.ts';
import { trySignal } from './try-signal.ts';

/** The tracer's file is read when it grows; this often in case nobody said so. */
const lookMs = 10;
/** A process that stands still for so long without a reason of ours is continued: its stop was not told. */
const stuckMs = 40;
/** For so long a stop of no interest may last until calls that are under way in other threads have ended. */
const underWayMs = 20;
/** A tree that does not come to rest within this time is photographed all the same, and the point has no proof. */
const restTimeoutMs = 2_000;

/** A relevant call after which the whole tree stood still. */
export interface StoppedAt {
	readonly call: RelevantCall;
	/** Which relevant call of the session, from 1. */
	readonly ordinal: number;
	/** Line of the trace, from 1. */
	readonly traceLine: number;
	/** Null when it is proved that this call was the last relevant one that ran, else why not. */
	readonly unproved: string | null;
}

export interface CallReader {
	read(entry: TraceEntry): RelevantCall | null;
}

export interface SessionOptions {
	readonly instance: Instance;
	readonly file: string;
	/** Says of each call, in their order, whether it is relevant. */
	readonly reader: CallReader;
	/** Calls that the tracer stops at, and this session is to hold. */
	readonly isHeld: (call: RelevantCall, number: number) => boolean;
	/** Calls are held from the first one on; else from the moment at which `hold` is called. */
	readonly holdsAtOnce: boolean;
	/** What to do while the tree stands still; `stay` leaves it so. */
	readonly onStop: (at: StoppedAt) => 'go on' | 'stay';
}

/**
 * Follows the record of a tracer that stops the gateway at many calls: continues it at once, or, after a call that is
 * held, when the whole tree has come to rest and `onStop` has had its look.
 */
export class StopSession {
	/** Every relevant call so far, in the order in which they ended. */
	readonly calls: RelevantCall[] = [];
	/** Lines of the trace in which they stand, from 1. */
	readonly lines: number[] = [];
	/** Calls before this one, and from that one on, are not of the phase: they were not held. */
	heldFrom: number | null = null;
	heldTo: number | null = null;
	/** Where it was left standing. */
	stayedAt: StoppedAt | null = null;

	readonly #options: SessionOptions;
	readonly #joiner = new CallJoiner();
	readonly #last = new Map<number, TraceLine>();
	#pending: { readonly since: number } | null = null;
	#descriptor: number | null = null;
	#offset = 0;
	#rest = '';
	#lineCount = 0;
	#grewAt = performance.now();
	#lastLineAt = performance.now();
	#restingSince: number | null = null;
	/** Threads that stopped after a call that is not held, and since when they are to go on. */
	readonly #toContinue = new Set<number>();
	#toContinueSince = 0;
	#watcher: FSWatcher | null = null;
	#timer: NodeJS.Timeout | null = null;

	constructor(options: SessionOptions) {
		this.#options = options;
		// Before the first look at the trace: a quick gateway has made calls by then.
		if (options.holdsAtOnce) this.heldFrom = 0;
		this.#timer = setInterval(() => this.pump(), lookMs);
		this.pump();
	}

	/** Reads on, and does what the new lines ask for. */
	pump(): void {
		if (this.stayedAt !== null || !this.#open()) return;
		this.#read();
		if (this.#pending !== null) this.#waitForRest();
		else if (this.#toContinue.size > 0) this.#continueOwn();
		else this.#continueStuck();
	}

	/** From now on calls are held. */
	hold(): void {
		this.#read();
		this.heldFrom ??= this.calls.length;
	}

	/** Nothing more is held; stops are still continued. */
	async release(): Promise<void> {
		this.pump();
		this.heldTo ??= this.calls.length;
		const until = performance.now() + 2 * restTimeoutMs;
		while (this.#pending !== null && this.stayedAt === null && performance.now() < until) {
			await new Promise((resolve) => setImmediate(resolve));
			this.pump();
		}
		if (this.stayedAt === null) this.#continueAll();
	}

	/** Goes on from where it was left standing; nothing more is held. */
	goOn(): void {
		this.heldTo ??= this.calls.length;
		this.stayedAt = null;
		this.#pending = null;
		this.#continueAll();
	}

	/** For how long the tracer has told of nothing, in milliseconds. */
	get quietMs(): number {
		return performance.now() - this.#lastLineAt;
	}

	/** Whether the trace has not grown since it was left standing. */
	get hasStoodStill(): boolean {
		return this.#descriptor !== null && fstatSync(this.#descriptor).size === this.#offset;
	}

	/** Ends the session. What stands still stays so. */
	end(): void {
		if (this.#timer !== null) clearInterval(this.#timer);
		this.#watcher?.close();
		this.#read();
		if (this.#descriptor !== null) closeSync(this.#descriptor);
		this.#timer = null;
		this.#descriptor = null;
	}

	#open(): boolean {
		if (this.#descriptor !== null) return true;
		if (this.#timer === null || !existsSync(this.#options.file)) return false;
		this.#descriptor = openSync(this.#options.file, 'r');
		this.#watcher = watch(this.#options.file, () => this.pump());
		return true;
	}

	#read(): void {
		if (this.#descriptor === null) return;
		const buffer = Buffer.alloc(256 * 1024);
		for (;;) {
			const count = readSync(this.#descriptor, buffer, 0, buffer.length, this.#offset);
			if (count === 0) return;
			this.#offset += count;
			this.#grewAt = performance.now();
			this.#lastLineAt = this.#grewAt;
			const lines = (this.#rest + buffer.toString('latin1', 0, count)).split('\n');
			this.#rest = lines.pop() ?? '';
			for (const line of lines) this.#take(line);
		}
	}

	#take(text: string): void {
		this.#lineCount++;
		const line = readTraceLine(text);
		if (line === null) return;
		const before = this.#last.get(line.tid);
		this.#last.set(line.tid, line);
		if (line.kind === 'end') this.#last.delete(line.tid);
		const whole = this.#joiner.whole(line);
		if (whole !== null) this.#takeCall(whole);
		// The thread that got the signal tells of it first; the others only of the stop.
		const isOwnStop = line.kind === 'stopped' && before?.kind === 'signal' && before.line.includes('--- SIGSTOP');
		if (isOwnStop && this.#pending === null) {
			if (this.#toContinue.size === 0) this.#toContinueSince = performance.now();
			this.#toContinue.add(line.tid);
		}
	}

	/**
	 * A call that another thread is in ends before that thread stops, too; if it is one that is held, its process must not
	 * go on. That it is under way the trace has told before it told of the stop.
	 */
	#continueOwn(): void {
		const isUnderWay = [...this.#last.values()].some(({ kind }) => kind === 'unfinished');
		if (isUnderWay && performance.now() - this.#toContinueSince < underWayMs) {
			setImmediate(() => this.pump());
			return;
		}
		for (const tid of this.#toContinue) trySignal(tid, 'SIGCONT');
		this.#toContinue.clear();
	}

	#takeCall(whole: string): void {
		const [entry] = parseTrace(whole);
		const call = entry === undefined ? null : this.#options.reader.read(entry);
		if (call === null) return;
		this.calls.push(call);
		this.lines.push(this.#lineCount);
		if (
			this.heldFrom === null ||
			this.heldTo !== null ||
			this.#pending !== null ||
			!this.#options.isHeld(call, this.calls.length)
		)
			return;
		this.#pending = { since: performance.now() };
		this.#restingSince = null;
		this.#options.instance.arena.watcher.look();
		for (const pid of this.#pids()) trySignal(pid, 'SIGSTOP');
	}

	#waitForRest(): void {
		const pending = this.#pending;
		if (pending === null) return;
		const now = performance.now();
		const isLate = now - pending.since > restTimeoutMs;
		if (!isLate && !this.#isAtRest(now)) {
			setImmediate(() => this.pump());
			return;
		}
		// Another thread may have been quicker than the stop: then its call is the one that the state is after.
		const ordinal = this.calls.findLastIndex((each, at) => this.#options.isHeld(each, at + 1)) + 1;
		const call = this.calls[ordinal - 1];
		if (call === undefined) return;
		const unproved = isLate ? `the processes did not all stand still within ${restTimeoutMs} ms` : null;
		const at = { call, ordinal, traceLine: this.lines[ordinal - 1] ?? 0, unproved };
		if (this.#options.onStop(at) === 'stay') {
			this.stayedAt = at;
			return;
		}
		this.#pending = null;
		this.#continueAll();
	}

	/** All threads stopped, the trace has said so of each, and nothing more came for two looks. */
	#isAtRest(now: number): boolean {
		const isStill = this.#pids().every((pid) =>
			threads(pid).every(({ tid, state }) => 'TtZX'.includes(state) && (state !== 't' || this.#hasStopped(tid))),
		);
		if (!isStill) {
			this.#restingSince = null;
			return false;
		}
		this.#restingSince ??= now;
		return now - Math.max(this.#grewAt, this.#restingSince) > 1;
	}

	/** A thread that was never heard of makes no relevant calls. */
	#hasStopped(tid: number): boolean {
		const last = this.#last.get(tid);
		return last === undefined || last.kind === 'stopped';
	}

	#continueStuck(): void {
		const now = performance.now();
		if (now - this.#grewAt < stuckMs) return;
		this.#grewAt = now;
		for (const pid of this.#pids()) {
			const states = threads(pid);
			if (states.length > 0 && states.every(({ state }) => 'TtZ'.includes(state))) trySignal(pid, 'SIGCONT');
		}
	}

	#continueAll(): void {
		this.#grewAt = performance.now();
		this.#toContinue.clear();
		for (const [tid, line] of this.#last) if (line.kind === 'stopped') this.#last.set(tid, { ...line, kind: 'signal' });
		for (const pid of this.#pids()) trySignal(pid, 'SIGCONT');
	}

	#pids(): number[] {
		return this.#options.instance.processes('tree').map(({ pid }) => pid);
	}
}

function threads(pid: number): { tid: number; state: string }[] {
	try {
		return readdirSync(`/proc/${pid}/task`).map((tid) => {
			const stat = parseStat(readFileSync(`/proc/${pid}/task/${tid}/stat`, 'utf8'));
			return { tid: Number(tid), state: stat?.state ?? 'X' };
		});
	} catch {
		return [];
	}
}

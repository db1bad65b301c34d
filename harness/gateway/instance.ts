import type { ChildProcess } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import type { Arena } from '../arena/arena.ts';
import type { CachePlace } from '../arena/caches.ts';
import { StoryEndedError } from '../arena/errors.ts';
import type { Snapshot } from '../arena/watcher.ts';
import type { Fault, FaultTarget } from '../faults/fault.ts';
import type { Moment } from '../faults/moments.ts';
import type { TracedFault } from '../faults/traced-fault.ts';
import type { FilesAt } from '../observe/file-changes.ts';
import type { InstanceMark } from '../observe/instance-mark.ts';
import type { Listener } from '../observe/listeners.ts';
import { readSocketInodes } from '../observe/proc.ts';
import { type Member, ProcessTree } from '../observe/process-tree.ts';
import { type ClientOptions, Clients } from './clients.ts';
import type { Control } from './control.ts';
import { clientMessages } from './messages.ts';
import { BoundedOutput, LineSplitter, type OutputLine } from './output-lines.ts';
import { openRawClients, type RawClientKind } from './raw-clients.ts';

export interface ExitStatus {
	readonly code: number | null;
	readonly signal: string | null;
}

/** What an instance is made from; see `launch`. */
export interface InstanceParts {
	readonly id: string;
	readonly arena: Arena;
	readonly child: ChildProcess;
	readonly pid: number;
	readonly port: number;
	readonly profile: string;
	readonly marker: string;
	readonly mark: InstanceMark;
	readonly control: Control;
	readonly slowdown: number;
	readonly cold: boolean;
	readonly cachePlace: CachePlace;
	/** It was started with the harness's preload in it. */
	readonly preloaded: boolean;
	readonly tracedFault?: { readonly id: string; readonly fault: TracedFault; readonly traceFile: string } | undefined;
}

/** Each claim to be ready costs a look at every process; the first ones say when. */
const maxReadyClaims = 20;

type StampedLine = OutputLine & { readonly stream: 'stdout' | 'stderr'; readonly at: number };

/** Whose listeners are known already: no gateway of another arena has them. */
const arenasByInode = new Map<number, Arena>();

/** One start of the gateway, with its whole process tree. */
export class Instance {
	readonly id: string;
	readonly arena: Arena;
	readonly pid: number;
	readonly port: number;
	readonly profile: string;
	readonly control: Control;
	readonly slowdown: number;
	/** It finds none of the build's caches. */
	readonly cold: boolean;
	readonly cachePlace: CachePlace;
	readonly preloaded: boolean;
	readonly spawnedAt: number;
	readonly tracedFault: InstanceParts['tracedFault'];
	/** Listeners that a process of this instance owns now, by inode. */
	readonly listeners = new Map<number, Listener & { readonly pid: number; readonly seenAt: number }>();
	/** The last lines of output, both streams, control codes removed. */
	readonly lines: string[] = [];
	exit: ExitStatus | null = null;
	gone = false;
	ready = false;
	/** It answered a handshake with 401 or 403; see `openWebSocketTo`. */
	wantsToken = false;
	/** Whether the tracer's record was read for the proof of its fault. */
	tracedFaultJudged = false;
	/** Who held the port when this instance was started, and what its files were then. */
	rival: { readonly holder: Instance; readonly filesBefore: FilesAt } | null = null;

	readonly #tree: ProcessTree;
	readonly #clients = new Clients(this);
	readonly #strangers = new Map<number, number>();
	readonly #streamsEnded: Promise<unknown>;
	#frozen = false;

	constructor(parts: InstanceParts) {
		this.id = parts.id;
		this.arena = parts.arena;
		this.pid = parts.pid;
		this.port = parts.port;
		this.profile = parts.profile;
		this.control = parts.control;
		this.slowdown = parts.slowdown;
		this.cold = parts.cold;
		this.cachePlace = parts.cachePlace;
		this.preloaded = parts.preloaded;
		this.tracedFault = parts.tracedFault;
		this.#tree = new ProcessTree(parts.pid, parts.marker, parts.mark, this.arena.orphans, () =>
			this.arena.recorder.now(),
		);
		this.spawnedAt = this.arena.recorder.now();
		this.#streamsEnded = this.#follow(parts.child);
	}

	/** Time that its processes were runnable without a core, in milliseconds. */
	get starvedMs(): number {
		return Math.round(this.#tree.starvedMs * 1000) / 1000;
	}

	/** Wall time since its spawn in which none of its threads ran or wanted to: it waited for something. */
	get idleMs(): number {
		return Math.round(this.#tree.idleMs);
	}

	/** The owner of the listener on its port; with no such listener, the newest process. */
	get holderPid(): number | null {
		for (const listener of this.listeners.values()) if (listener.port === this.port) return listener.pid;
		return null;
	}

	get listening(): boolean {
		return this.holderPid !== null;
	}

	/** Since when it listens on other ports only, in milliseconds since the case began. */
	get elsewhereSince(): number | null {
		if (this.listening || this.listeners.size === 0) return null;
		return Math.min(...[...this.listeners.values()].map((listener) => listener.seenAt));
	}

	get frozen(): boolean {
		return this.#frozen && !this.gone;
	}

	/** Living processes by role. Before anything listens, the holder-to-be is the launcher's newest descendant. */
	processes(target: FaultTarget): Member[] {
		const alive = this.#tree.alive;
		switch (target) {
			case 'tree':
				return alive;
			case 'launcher':
				return alive.filter((member) => member.pid === this.pid);
			case 'holder':
			case 'listener': {
				const holder = this.holderPid ?? alive.at(-1)?.pid;
				return alive.filter((member) => member.pid === holder);
			}
		}
	}

	/** Every process of this instance that was ever seen. */
	get members(): ReadonlyMap<number, Member> {
		return this.#tree.members;
	}

	/** Pids of its processes that the kernel still knows: those that live, and those that nobody has waited for. */
	get presentPids(): number[] {
		return [...this.#tree.members.values()].filter(({ alive, zombie }) => alive || zombie).map(({ pid }) => pid);
	}

	/** Called by the arena at every look. */
	observe(snapshot: Snapshot): void {
		const { seen, ended } = this.#tree.scan(snapshot.processes);
		for (const member of seen) {
			const role = member.pid === this.pid ? 'launcher' : 'other';
			this.arena.recorder.add({ type: 'process-seen', instance: this.id, pid: member.pid, role, name: member.name });
		}
		this.#observeListeners(snapshot.listeners, this.arena.recorder.timeOf(snapshot.listenersAt));
		for (const member of ended) this.arena.recorder.add({ type: 'process-gone', instance: this.id, pid: member.pid });
		if (!this.gone && this.exit !== null && this.#tree.alive.length === 0 && this.#reaped()) {
			this.gone = true;
			this.arena.recorder.add({ type: 'gone', instance: this.id, starvedMs: this.starvedMs });
		}
	}

	/**
	 * Fires a fault, now or at a moment, and waits for its proof; after a crash or a request to stop, also until the
	 * whole tree is gone (bounded by the contract's limit). Nothing is thrown when the gateway misbehaves: the timeline
	 * says it.
	 *
	 * @param options.proof `later` does not wait for the proof, so that a fault soon after it comes in time.
	 */
	async inject(
		fault: Fault,
		options: { readonly at?: Moment; readonly settle?: boolean; readonly proof?: 'now' | 'later' } = {},
	): Promise<void> {
		await this.arena.fire(this, fault, options.at ?? null, { awaitProof: options.proof !== 'later' });
		if (options.settle ?? true) await this.settle(fault);
	}

	/** Waits for what the fault should bring about: the end of the tree. */
	async settle(fault: Fault): Promise<void> {
		if (fault.effect === 'freeze') this.#frozen = true;
		if (fault.effect === 'thaw') this.#frozen = false;
		if (fault.effect === 'crash' || fault.effect === 'graceful-stop') await this.arena.waitGone(this);
	}

	/**
	 * Opens WebSocket clients to the holder, all at once; fewer when the gateway admits fewer.
	 *
	 * @throws StoryEndedError when the instance does not serve WebSockets (the timeline shows why).
	 */
	async connect(count = 1, options: ClientOptions = {}): Promise<void> {
		// Only a gateway that may still come to listen is worth waiting for.
		if (this.exit !== null && !this.listening) {
			throw new StoryEndedError(this.id, clientMessages.ended(this.id));
		}
		await this.#clients.connect(count, options);
	}

	/** Opens clients that stay in the middle of something; see `RawClientKind`. */
	async connectRaw(count: number, kind: RawClientKind): Promise<void> {
		await openRawClients(this, count, kind);
	}

	/** Number of clients that are still connected. */
	get clients(): number {
		return this.#clients.count;
	}

	/** Lets go of what the harness holds of it; called when the case is over. */
	release(): void {
		for (const inode of this.listeners.keys()) arenasByInode.delete(inode);
		this.#tree.release();
	}

	/** Closes the clients that the harness opened. */
	async disconnect(): Promise<void> {
		this.#clients.disconnect();
	}

	/** The launcher's wait status; null when it has none within the time. */
	async exitStatus(timeoutMs: number): Promise<ExitStatus | null> {
		await this.arena.watcher.until(() => this.exit !== null, this.arena.expiry(timeoutMs, this));
		return this.exit;
	}

	/** Both streams are read to their end (bounded: a survivor may hold them open). */
	async outputEnded(): Promise<void> {
		await Promise.race([this.#streamsEnded, new Promise((resolve) => setTimeout(resolve, 500))]);
	}

	#follow(child: InstanceParts['child']): Promise<unknown> {
		// A bound for each: a flood on one stream must not drown the error on the other.
		const outputs = { stdout: new BoundedOutput<StampedLine>(), stderr: new BoundedOutput<StampedLine>() };
		const streams = (['stdout', 'stderr'] as const).map((stream) => {
			const splitter = new LineSplitter();
			const output = outputs[stream];
			const take = (lines: readonly OutputLine[]) => {
				for (const line of lines) this.#hear({ ...line, stream, at: this.arena.recorder.now() }, output);
			};
			const readable = child[stream];
			readable?.on('data', (chunk: Buffer) => take(splitter.push(chunk)));
			return new Promise<void>((resolve) => {
				readable?.on('error', () => {});
				readable?.once('close', () => {
					take(splitter.end());
					resolve();
				});
			});
		});
		const ended = Promise.all(streams).then(() => this.#recordTails(Object.values(outputs)));
		// `exit` comes before `close`: a survivor may hold the streams open for ever.
		child.once('exit', (code, signal) => {
			this.exit = { code, signal };
			const { id, starvedMs, idleMs } = this;
			this.arena.recorder.add({ type: 'exited', instance: id, code, signal, starvedMs, idleMs });
			this.arena.watcher.look();
		});
		return ended;
	}

	#hear(line: StampedLine, output: BoundedOutput<StampedLine>): void {
		const plain = stripVTControlCharacters(line.line);
		this.lines.push(plain.slice(0, 2_000));
		if (this.lines.length > 200) this.lines.shift();
		if (output.admit(line)) this.#record(line);
		if (this.#readyClaims < maxReadyClaims && this.arena.claimsReady(plain, this.port)) {
			this.#readyClaims++;
			// The look comes after the line: a listener that was bound before the line was printed is seen by it.
			this.arena.watcher.look();
			this.arena.recorder.add({
				type: 'ready-claimed',
				instance: this.id,
				line: plain.slice(0, 500),
				bound: this.listening || this.#everListened,
			});
		}
	}

	#everListened = false;
	#readyClaims = 0;

	#recordTails(outputs: readonly BoundedOutput<StampedLine>[]): void {
		const tails = outputs.map((output) => output.tail());
		const droppedLines = tails.reduce((sum, tail) => sum + tail.droppedLines, 0);
		if (droppedLines > 0) {
			this.arena.recorder.add({
				type: 'note',
				text: `${this.id}: ${droppedLines} lines of output were dropped (bound).`,
			});
		}
		const lines = tails.flatMap((tail) => tail.lines).sort((a, b) => a.at - b.at);
		for (const line of lines) this.#record(line);
	}

	#record(line: StampedLine): void {
		const { stream, truncated, at } = line;
		this.arena.recorder.add({ type: 'output', instance: this.id, stream, line: line.line, truncated }, at);
	}

	#observeListeners(listeners: readonly Listener[], at: number): void {
		const present = new Map(listeners.map((listener) => [listener.inode, listener]));
		for (const [inode, { address, port }] of this.listeners) {
			if (present.has(inode)) continue;
			this.listeners.delete(inode);
			arenasByInode.delete(inode);
			this.arena.recorder.add({ type: 'stopped-listening', instance: this.id, address, port, inode }, at);
		}
		const unknown = listeners.filter((listener) => !this.listeners.has(listener.inode) && this.#mayBeOurs(listener));
		if (unknown.length === 0) return;
		for (const member of this.#tree.alive) {
			const inodes = readSocketInodes(member.pid);
			for (const listener of unknown) {
				if (!inodes.has(listener.inode) || this.listeners.has(listener.inode)) continue;
				arenasByInode.set(listener.inode, this.arena);
				this.listeners.set(listener.inode, { ...listener, pid: member.pid, seenAt: this.arena.recorder.now() });
				if (listener.port === this.port) this.#everListened = true;
				const { address, port } = listener;
				const { id, starvedMs, idleMs } = this;
				this.arena.recorder.add(
					{ type: 'listening', instance: id, pid: member.pid, address, port, inode: listener.inode, starvedMs, idleMs },
					at,
				);
			}
		}
	}

	/** A listener of nobody we know is asked for again a few times only: reading descriptors is dear. */
	#mayBeOurs(listener: Listener): boolean {
		const known = arenasByInode.get(listener.inode);
		if (known !== undefined && known !== this.arena) return false;
		if (listener.port === this.port) return true;
		const looks = this.#strangers.get(listener.inode) ?? 0;
		this.#strangers.set(listener.inode, looks + 1);
		return looks < 20;
	}

	#zombiesSince: number | null = null;

	/** A zombie answers `kill(pid, 0)`: wait until it is reaped, at most a second where nobody does. */
	#reaped(): boolean {
		const zombies = [...this.#tree.members.values()].filter((member) => member.zombie);
		if (zombies.length === 0) return true;
		this.#zombiesSince ??= performance.now();
		return performance.now() - this.#zombiesSince > 1_000;
	}
}

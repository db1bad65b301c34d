import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Contract } from '../contract/contract.ts';
import { readyClaimPatterns } from '../contract/holes.ts';
import type { Fault } from '../faults/fault.ts';
import type { Moment } from '../faults/moments.ts';
import { proveTraced } from '../faults/prove-traced.ts';
import { mountHome } from '../faults/state-folder.ts';
import { controlWhenLate } from '../gateway/control-start.ts';
import type { Instance } from '../gateway/instance.ts';
import { type LaunchOptions, launch } from '../gateway/launch.ts';
import { finishStart, type StartOutcome } from '../gateway/start.ts';
import type { AuditedFolder } from '../observe/arena-files.ts';
import { filesNow } from '../observe/file-changes.ts';
import { readLockTable, readLockTableNow } from '../observe/kernel-locks.ts';
import type { Orphans } from '../observe/orphans.ts';
import { holdNamespace } from '../observe/proc.ts';
import type { NewEventOf, Recorder } from '../timeline/recorder.ts';
import type { ArenaOptions } from './arena-options.ts';
import { auditArena, baselineOf, type KernelTables } from './audit.ts';
import { Caches } from './caches.ts';
import { connectAddress } from './connect-address.ts';
import { endProcesses } from './end-processes.ts';
import { gracefulStopFiredAt } from './graceful-stop.ts';
import { Guard } from './guard.ts';
import { keepArena } from './keep-arena.ts';
import { keepLocks, keepTraces } from './keep-evidence.ts';
import { limitMsIn } from './limit-ms.ts';
import { Occupant, type OccupantKind } from './occupant.ts';
import { orphansOf } from './orphans-of.ts';
import { plantPidGuards, removePidGuards } from './pid-guards.ts';
import { claimPort, type ReservedPort, reservePort } from './ports.ts';
import { removeTree } from './remove-tree.ts';
import { removeWhenEmpty } from './remove-when-empty.ts';
import type { RunContext } from './run-context.ts';
import { Sandbox } from './sandbox.ts';
import { giveToSecondUser, openForSecondUser, secondUser } from './second-user.ts';
import { layWarm, startOver } from './start-over.ts';
import { Watcher } from './watcher.ts';
import type { GatewayUser } from './wrapper.ts';

interface ArenaParts {
	readonly port: ReservedPort;
	readonly guard: Guard | null;
	readonly sandbox: Sandbox | null;
}

/** How long the end of an instance is watched beyond its limit, in milliseconds. */
const beyondGoneMs = 2_000;

/** The isolated world of one case: a folder, a port, an environment, its gateways, and the record of what they do. */
export class Arena {
	readonly context: RunContext;
	readonly contract: Contract;
	readonly recorder: Recorder;
	readonly id: string;
	readonly folder: string;
	readonly port: number;
	readonly usesDefaultPort: boolean;
	readonly watcher = new Watcher();
	readonly instances: Instance[] = [];
	/** In its environment every process of this arena carries this value, so that it can be found again. No marker begins another one. */
	readonly marker: string;
	readonly guard: Guard | null;
	/** The namespaces that its gateways enter; null where namespaces do not work. */
	readonly sandbox: Sandbox | null;
	readonly orphans: Orphans | null;
	readonly caches: Caches;
	readonly #proofs: Promise<void>[] = [];
	readonly #ports: ReservedPort[];
	readonly #occupants: Occupant[] = [];
	readonly #undos: (() => Promise<void>)[] = [];
	readonly #coldHome: boolean;
	readonly #isControl: boolean;
	readonly #deadPids: readonly number[];
	readonly #evidence: string | null;
	#lastControl: Promise<unknown> = Promise.resolve();
	#controls = 0;
	#clientCount = 0;
	#instanceCount: number;
	#auditedExits = 0;
	#baseline: Map<string, string> | null = null;

	private constructor(options: ArenaOptions, { port, guard, sandbox }: ArenaParts) {
		this.context = options.context;
		this.contract = options.contract;
		this.recorder = options.recorder;
		this.id = options.id;
		this.folder = folderOf(options);
		this.marker = `${options.context.runId}/${process.pid}/${options.id}/`;
		this.port = port.port;
		this.usesDefaultPort = options.defaultPort ?? false;
		this.#isControl = options.isControl ?? false;
		this.#coldHome = options.coldHome ?? false;
		this.#instanceCount = options.legacy?.instanceCount ?? 0;
		this.#deadPids = options.legacy?.deadPids ?? [];
		this.#evidence = options.evidence ?? null;
		this.#ports = [port];
		this.caches = new Caches(options.context);
		this.guard = guard;
		this.sandbox = sandbox;
		this.orphans = orphansOf(options.context.isolation, this.marker, sandbox);
		this.watcher.observe({
			observe: (snapshot) => {
				for (const instance of this.instances) instance.observe(snapshot);
			},
			watched: () => this.instances.flatMap((instance) => instance.presentPids),
		});
	}

	/**
	 * @throws PortsExhaustedError when no port can be reserved.
	 * @throws KeeperError when the kernel refuses a mount of the sandbox.
	 */
	static async create(options: ArenaOptions): Promise<Arena> {
		const given = options.port ?? (options.defaultPort ? options.contract.defaultPort : null);
		const port = await (given === null ? reservePort() : claimPort(given));
		const guard = options.context.isolation.kind === 'process-groups' ? Guard.forThisProcess() : null;
		const sandbox = await openSandbox(options);
		const arena = new Arena(options, { port, guard, sandbox });
		guard?.watch({ marker: arena.marker, folder: arena.folder });
		return arena;
	}

	/** Pids of the earlier instances that left what lies here. */
	get legacyPids(): readonly number[] {
		return this.#deadPids;
	}

	/** Instances so far, earlier ones included. */
	get instanceCount(): number {
		return this.#instanceCount;
	}

	/** The folders of one profile, and of a user; instances share state exactly when they share a profile. */
	folders(profile: string, user: GatewayUser = 'main'): { home: string; tmp: string; run: string; cwd: string } {
		const own = user === 'main' ? [] : [secondUser.name];
		return {
			home: path.join(this.folder, 'home', profile),
			tmp: path.join(this.folder, 'tmp'),
			run: path.join(this.folder, 'run', ...own),
			cwd: path.join(this.folder, 'cwd', ...own),
		};
	}

	/** Makes a profile's home, warmed when the build has a warmed one. It belongs to the user for whom it is made. */
	prepareProfile(profile: string, user: GatewayUser = 'main'): void {
		const { home, tmp, run, cwd } = this.folders(profile, user);
		const isNew = mkdirSync(home, { recursive: true, mode: 0o700 }) !== undefined;
		if (isNew) {
			layWarm(this.#warmHome, { home, tmp });
			this.caches.made(profile, this.#warmHome !== null);
		}
		if (user === 'main') return;
		for (const folder of isNew ? [home, run, cwd] : [run, cwd]) giveToSecondUser(folder);
	}

	/** Makes folders of the arena what they were before the first start; for when no gateway lives. */
	startOver(folders: readonly AuditedFolder[]): void {
		startOver(this.folder, folders, this.#warmHome);
		this.caches.emptied(this.#warmHome !== null);
		for (const [entry, identity] of baselineOf(this.folder, folders)) this.#baseline?.set(entry, identity);
	}

	/**
	 * Makes the profile's home, and takes what lies in the arena now for what was there before the first start.
	 *
	 * @returns Path to identity.
	 */
	takeBaseline(profile = 'main'): ReadonlyMap<string, string> {
		this.prepareProfile(profile);
		this.#baseline ??= baselineOf(this.folder);
		return this.#baseline;
	}

	/**
	 * Starts a gateway and waits for what comes of it: ready, exited, or neither within its limit. Whatever it is stands in
	 * the timeline; nothing is thrown when the gateway misbehaves.
	 */
	async start(options: LaunchOptions = {}): Promise<Instance> {
		const instance = await this.launch(options);
		await this.finishStart(instance);
		return instance;
	}

	/** Starts a gateway and does not wait. */
	async launch(options: LaunchOptions = {}): Promise<Instance> {
		await this.#auditWhenQuiet();
		await this.sandbox?.renewIfNeeded();
		this.#instanceCount++;
		const profile = options.profile ?? 'main';
		this.prepareProfile(profile, options.world?.user);
		if (options.prepareFor?.needsOwnHome) await mountHome(this, profile);
		this.#baseline ??= baselineOf(this.folder);
		const id = `g${this.#instanceCount}`;
		const port = options.port ?? this.port;
		const holder = this.instances.find((other) => other.port === port && other.listening);
		const rival = holder === undefined ? null : { holder, filesBefore: filesNow(this.folder) };
		const instance = await launch(this, id, options);
		instance.rival = rival;
		this.instances.push(instance);
		this.watcher.look();
		return instance;
	}

	/** Waits for what comes of a launched gateway; see `start`. */
	async finishStart(instance: Instance): Promise<StartOutcome> {
		const outcome = await finishStart(instance);
		if (outcome === 'ready' || outcome === 'listening') this.caches.served(instance.cachePlace);
		this.#keepPidNamespace(instance);
		if (!this.#isControl) await controlWhenLate(instance);
		await this.#auditWhenQuiet();
		return outcome;
	}

	/** Several gateways at once. */
	async startMany(count: number, options: LaunchOptions = {}): Promise<Instance[]> {
		const instances = await Promise.all(Array.from({ length: count }, () => this.launch(options)));
		await Promise.all(instances.map((instance) => this.finishStart(instance)));
		return instances;
	}

	/** Several gateways, one after the other at a distance, none waiting for what comes of the others. */
	async startStaggered(count: number, gapMs: number, options: LaunchOptions = {}): Promise<Instance[]> {
		const starts: Promise<Instance>[] = [];
		for (let at = 0; at < count; at++) {
			if (at > 0) await new Promise((resolve) => setTimeout(resolve, gapMs));
			const instance = await this.launch(options);
			starts.push(this.finishStart(instance).then(() => instance));
		}
		return await Promise.all(starts);
	}

	/** Reserves another port, for a second profile. */
	async anotherPort(): Promise<number> {
		const port = await reservePort();
		this.#ports.push(port);
		return port.port;
	}

	/** Lets another program hold the port. */
	async occupy(kind: OccupantKind, host: string, port = this.port): Promise<Occupant> {
		const occupant = await Occupant.start(this, kind, host, port);
		this.#occupants.push(occupant);
		return occupant;
	}

	/**
	 * Puts a PID guard file that names `pid` into every place where a companion app might keep one; `content` is what it
	 * says instead, as after a crash while it was written.
	 */
	plantPidGuards(pid: number, content = `${pid}\n`): void {
		plantPidGuards(this, pid, content);
	}

	/** Removes the PID guard files again. */
	removePidGuards(): void {
		removePidGuards(this);
	}

	/**
	 * Fires a fault at its moment and records plan, firing and proof.
	 *
	 * @param options.awaitProof False returns once it has fired, so that what follows is not late; `proofs` waits for it.
	 */
	async fire(
		instance: Instance,
		fault: Fault,
		moment: Moment | null,
		{ awaitProof = true }: { readonly awaitProof?: boolean } = {},
	): Promise<void> {
		const id = `f${this.recorder.events.filter((event) => event.type === 'fault-planned').length + 1}`;
		const { name, target, effect } = fault;
		const at = { fault: id, instance: instance.id };
		this.recorder.add({ type: 'fault-planned', ...at, name, target, effect, moment: moment?.name ?? 'now' });
		if (moment !== null && !(await moment.reached(instance))) {
			this.recorder.add({ type: 'fault-unproven', ...at, reason: `the moment never came: ${moment.name}` });
			return;
		}
		const firedAt = this.recorder.now();
		const shot = await fault.inject(instance);
		if (shot.pids.length > 0) this.recorder.add({ type: 'fault-fired', ...at, pids: [...shot.pids] }, firedAt);
		const unproven = (reason: string) => void this.recorder.add({ type: 'fault-unproven', ...at, reason });
		const proved = shot.proof().then((proof) => {
			if (proof.proved) this.recorder.add({ type: 'fault-proved', ...at, proof: proof.how });
			else unproven(proof.why);
		});
		if (awaitProof) await proved;
		else this.#proofs.push(proved.catch((error: unknown) => unproven(String(error))));
	}

	/** Waits until each fault is proved, or is not, whose proof was not waited for. */
	async proofs(): Promise<void> {
		await Promise.all(this.#proofs);
	}

	/** Waits until no process of the instance is left, at most somewhat longer than the contract's limit. */
	async waitGone(instance: Instance): Promise<boolean> {
		await this.proofs();
		// Who was killed under a tracer makes no calls any more that the tracer could slow down.
		const slowdown = instance.tracedFault?.fault.effect === 'crash' ? 1 : instance.slowdown;
		const waitMs = this.limitMs('frees-port-on-shutdown') * slowdown + beyondGoneMs;
		const gone = await this.watcher.until(() => instance.gone, this.expiry(waitMs, instance));
		if (gone) {
			await instance.outputEnded();
			await proveTraced(instance);
			await this.watcher.until(() => instance.clients === 0, this.expiry(1_000));
		} else {
			this.recorder.add({
				type: 'gave-up',
				instance: instance.id,
				waitedFor: 'gone',
				limitMs: waitMs,
				state: instance.listening ? 'alive-listening' : 'alive-and-silent',
				starvedMs: instance.starvedMs,
			});
		}
		await this.#auditWhenQuiet();
		return gone;
	}

	/** Lists what was left behind in the arena; records it and returns it. */
	audit(): NewEventOf<'audit'> {
		return this.#audit({
			lockTable: readLockTableNow(),
			objects: this.sandbox === null ? [] : this.sandbox.ipcObjectsNow(),
		});
	}

	/** The limit of a clause in this run, in milliseconds. */
	limitMs(clause: string, { cold = false }: { readonly cold?: boolean } = {}): number {
		return limitMsIn(this.context, clause, cold);
	}

	/**
	 * A limit that starts now. Time in which the instance's processes were runnable but got no core does not count; after
	 * four times the limit it ends all the same.
	 */
	expiry(timeoutMs: number, instance?: Instance, options: { readonly orGone?: boolean } = {}): () => boolean {
		const elapsedMs = this.elapsed(instance);
		return () => (options.orGone === true && instance?.gone === true) || elapsedMs() >= timeoutMs;
	}

	/**
	 * A clock that starts at 0 now and counts milliseconds; it stands still in a pause, and while the instance waits for a
	 * core, for at most three quarters of the time.
	 */
	elapsed(instance?: Instance): () => number {
		const startedAt = performance.now();
		const starvedAtStart = instance?.starvedMs ?? 0;
		const pausedAtStart = this.recorder.pausedMs;
		return () => {
			const wallMs = performance.now() - startedAt - (this.recorder.pausedMs - pausedAtStart);
			const starvedMs = (instance?.starvedMs ?? 0) - starvedAtStart;
			return wallMs - Math.min(starvedMs, wallMs * 0.75);
		};
	}

	/** Runs controls one after the other, however many instances ask at once, and tells each how many ran before it. */
	async oneAtATime<T>(control: (before: number) => Promise<T>): Promise<T> {
		const turn = this.#lastControl.then(() => control(this.#controls++));
		this.#lastControl = turn.catch(() => {});
		return await turn;
	}

	/** Whether the line is one by which the contract's gateways claim to be ready. */
	claimsReady(line: string, port: number): boolean {
		return readyClaimPatterns(this.contract, port).some((pattern) => pattern.test(line));
	}

	/** Where clients of the instance connect to. */
	connectAddress(instance: Instance): string {
		return connectAddress(instance, this.contract.host);
	}

	/** When the instance was first asked to stop, in milliseconds since the case began; null when it never was. */
	gracefulStopFiredAt(instance: Instance): number | null {
		return gracefulStopFiredAt(this.recorder.events, instance.id);
	}

	/** A name for the next client of this case. */
	nextClientId(): string {
		this.#clientCount++;
		return `c${this.#clientCount}`;
	}

	/** What is to be done once everything that was started has ended. */
	onClose(undo: () => Promise<void>): void {
		this.#undos.push(undo);
	}

	/** Ends the record, then everything that was started, then the folder. Bounded; runs on every way out. */
	async close(options: { readonly keepIn?: string | null } = {}): Promise<void> {
		this.watcher.look();
		this.recorder.close();
		for (const instance of this.instances) await instance.disconnect();
		await endProcesses(this.marker, this.instances, this.sandbox);
		for (const occupant of this.#occupants) await occupant.stop();
		this.watcher.stop();
		for (const instance of this.instances) instance.release();
		for (const instance of this.instances) instance.control.close();
		for (const port of this.#ports) port.release();
		for (const undo of this.#undos.toReversed()) await undo();
		this.sandbox?.close();
		if (this.#evidence !== null) keepTraces(path.join(this.folder, 'control'), this.#evidence);
		if (options.keepIn) keepArena(this.folder, options.keepIn);
		// What stays is told at the end of the run; in namespaces the file system itself vanishes with it.
		removeTree(this.folder);
		if (this.context.isolation.kind === 'process-groups') removeWhenEmpty(this.context.isolation.arenaRoot);
		this.guard?.forget({ marker: this.marker, folder: this.folder });
	}

	get #warmHome(): RunContext['warmHome'] {
		return this.#coldHome ? null : this.context.warmHome;
	}

	/** So that no later start gets a namespace of the same number. */
	#keepPidNamespace({ holderPid }: Instance): void {
		if (holderPid === null) return;
		const namespace = holdNamespace(holderPid, 'pid');
		if (namespace !== null) this.onClose(async () => namespace.release());
	}

	/** A lock file seen while its owner still exits is not stale yet: audit only when no gateway lives, once after each exit. */
	async #auditWhenQuiet(): Promise<void> {
		const exits = this.instances.filter((instance) => instance.gone).length;
		if (exits === 0 || exits === this.#auditedExits || exits !== this.instances.length) return;
		this.#auditedExits = exits;
		const [lockTable, objects] = await Promise.all([readLockTable(), this.sandbox?.ipcObjects() ?? []]);
		this.#audit({ lockTable, objects });
	}

	#audit(kernel: KernelTables): NewEventOf<'audit'> {
		const alive = this.instances.filter((instance) => !instance.gone);
		const pids = { dead: new Set<number>(this.#deadPids), live: new Set<number>() };
		for (const instance of this.instances) {
			for (const member of instance.members.values()) (member.alive ? pids.live : pids.dead).add(member.pid);
		}
		const baseline = this.#baseline ?? new Map<string, string>();
		const audit = auditArena(this.folder, { baseline, pids, kernel, isQuiet: alive.length === 0 });
		const event = { type: 'audit', alive: alive.map((instance) => instance.id), ...audit } as const;
		this.recorder.add(event);
		if (this.#evidence !== null) keepLocks(this.folder, audit.entries, this.#evidence);
		return event;
	}
}

function folderOf({ context, id }: Pick<ArenaOptions, 'context' | 'id'>): string {
	return path.join(context.isolation.arenaRoot, id);
}

/** Makes the arena's folders, and in namespaces the sandbox that shows them to its gateways. */
async function openSandbox({ context, id }: ArenaOptions): Promise<Sandbox | null> {
	const folder = folderOf({ context, id });
	for (const name of ['home', 'tmp', 'run', 'shm', 'var-tmp', 'cwd', 'control']) {
		mkdirSync(path.join(folder, name), { recursive: true, mode: 0o700 });
	}
	if (context.capabilities['second-uid'] === null) openForSecondUser(folder);
	if (context.isolation.kind !== 'namespaces') return null;
	return await Sandbox.open({ arena: folder, arenaRoot: context.isolation.arenaRoot, visible: context.visible });
}

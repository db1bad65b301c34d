import type { ClauseId } from '../../contract/clause-ids.ts';
import { clawdbot202512 } from '../../contract/clawdbot-2025-12.ts';
import type { Contract } from '../../contract/contract.ts';
import type { Limit } from '../../contract/limits.ts';
import type { AuditEntry, EventOf, FileChange, KernelLock, Timeline, TimelineEvent } from '../../timeline/events.ts';
import { timelineSchemaVersion } from '../../timeline/events.ts';
import type { ClauseResult } from '../finding.ts';
import { judge } from '../judge.ts';

const testLimits: readonly Limit[] = [
	{ clause: 'binds-at-startup', limitMs: 3000, origin: 'test' },
	{ clause: 'rebinds-immediately', limitMs: 2000, origin: 'test' },
	{ clause: 'fails-fast', limitMs: 1000, origin: 'test' },
	{ clause: 'frees-port-on-shutdown', limitMs: 5000, origin: 'test' },
];

export const testPort = 20_001;
export const inUse = `another gateway instance is already listening on ws://127.0.0.1:${testPort}`;
export const bindFailed = `failed to bind gateway socket on ws://127.0.0.1:${testPort}: `;

type Effect = EventOf<'fault-planned'>['effect'];

/** Writes timelines by hand: each call adds what happened at `t` milliseconds, in any order. */
export class TimelineBuilder {
	readonly #events: TimelineEvent[] = [];
	readonly #ports = new Map<string, number>();
	#faults = 0;

	constructor(asserts: ClauseId[] = []) {
		this.add({
			t: 0,
			type: 'case-started',
			schema: timelineSchemaVersion,
			caseId: 'case',
			scenario: 'scenario',
			title: 'A case',
			asserts,
			gateway: 'gateway',
			contract: clawdbot202512.id,
			seed: 1,
			limits: [...testLimits],
			isolation: 'none',
			host: '127.0.0.1',
			port: testPort,
		});
	}

	add(event: TimelineEvent): this {
		this.#events.push(event);
		return this;
	}

	spawn(
		t: number,
		instance: string,
		options: { port?: number; explicitPort?: boolean; profile?: string; slowdown?: number; cold?: true } = {},
	): this {
		const { port = testPort, explicitPort = true, profile = 'main', slowdown = 1, cold } = options;
		this.#ports.set(instance, port);
		const pid = pidOf(instance);
		return this.add({
			t,
			type: 'spawned',
			instance,
			pid,
			port,
			explicitPort,
			profile,
			command: ['gateway', '--port', String(port)],
			surroundings: {},
			slowdown,
			...(cold === undefined ? {} : { cold }),
		});
	}

	listen(t: number, instance: string, options: { address?: string; port?: number; starvedMs?: number } = {}): this {
		const { address = '127.0.0.1', port = this.#portOf(instance), starvedMs = 0 } = options;
		const pid = pidOf(instance);
		return this.add({
			t,
			type: 'listening',
			instance,
			pid,
			address,
			port,
			inode: pid * 10 + address.length,
			starvedMs,
		});
	}

	stopListening(t: number, instance: string, address = '127.0.0.1'): this {
		const inode = pidOf(instance) * 10 + address.length;
		return this.add({ t, type: 'stopped-listening', instance, address, port: this.#portOf(instance), inode });
	}

	ready(t: number, instance: string, address = '127.0.0.1', port = this.#portOf(instance)): this {
		return this.add({ t, type: 'ready', instance, address, port, pid: pidOf(instance) });
	}

	says(t: number, instance: string, ...lines: string[]): this {
		for (const line of lines) this.add({ t, type: 'output', instance, stream: 'stderr', line, truncated: false });
		return this;
	}

	/** Plans, fires and proves a fault. */
	fault(t: number, instance: string, name: string, effect: Effect): this {
		return this.plan(t, instance, name, effect).fire(t, instance).prove(t, instance);
	}

	plan(t: number, instance: string, name: string, effect: Effect): this {
		this.#faults++;
		const fault = this.#fault();
		return this.add({ t, type: 'fault-planned', fault, name, instance, target: 'tree', moment: 'now', effect });
	}

	fire(t: number, instance: string): this {
		return this.add({ t, type: 'fault-fired', fault: this.#fault(), instance, pids: [pidOf(instance)] });
	}

	prove(t: number, instance: string): this {
		return this.add({ t, type: 'fault-proved', fault: this.#fault(), instance, proof: 'wait status' });
	}

	disprove(t: number, instance: string, reason: string): this {
		return this.add({ t, type: 'fault-unproven', fault: this.#fault(), instance, reason });
	}

	exit(t: number, instance: string, code: number | null, options: { signal?: string; starvedMs?: number } = {}): this {
		const { signal = null, starvedMs = 0 } = options;
		return this.add({ t, type: 'exited', instance, code, signal, starvedMs });
	}

	gone(t: number, instance: string, starvedMs = 0): this {
		return this.add({ t, type: 'gone', instance, starvedMs });
	}

	/** Exits and is gone at once. */
	ends(t: number, instance: string, code: number | null, options: { signal?: string; starvedMs?: number } = {}): this {
		return this.exit(t, instance, code, options).gone(t, instance, options.starvedMs);
	}

	/** SIGKILL of the whole tree, with the release of the port. */
	killed(t: number, instance: string): this {
		return this.fault(t, instance, 'SIGKILL', 'crash').ends(t + 10, instance, null, { signal: 'SIGKILL' });
	}

	/** Refused with the exact message, exit code 1. */
	refused(t: number, instance: string, message = inUse): this {
		return this.says(t - 1, instance, `Gateway failed to start: ${message}`).ends(t, instance, 1);
	}

	gaveUp(
		t: number,
		instance: string,
		waitedFor: EventOf<'gave-up'>['waitedFor'],
		state: EventOf<'gave-up'>['state'],
		starvedMs = 0,
	): this {
		return this.add({ t, type: 'gave-up', instance, waitedFor, limitMs: t, state, starvedMs });
	}

	clientOpened(t: number, client: string, instance: string): this {
		return this.add({
			t,
			type: 'client-opened',
			client,
			instance,
			address: '127.0.0.1',
			port: this.#portOf(instance),
		});
	}

	clientClosed(t: number, client: string, instance: string, byHarness = false): this {
		return this.add({ t, type: 'client-closed', client, instance, code: 1006, byHarness });
	}

	occupant(t: number, address = '127.0.0.1', kind = 'plain TCP'): this {
		return this.add({ t, type: 'occupant-started', occupant: 'o1', kind, address, port: testPort, pid: 77 });
	}

	occupantStopped(t: number, address = '127.0.0.1'): this {
		return this.add({ t, type: 'occupant-stopped', occupant: 'o1', address, port: testPort });
	}

	probe(t: number, instance: string, outcome: 'refused' | 'shared', address = '127.0.0.1'): this {
		return this.add({ t, type: 'exclusivity-probed', instance, address, port: this.#portOf(instance), outcome });
	}

	audit(
		t: number,
		entries: AuditEntry[],
		options: { alive?: string[]; kernelLocks?: KernelLock[]; truncated?: boolean } = {},
	): this {
		const { alive = [], kernelLocks = [], truncated = false } = options;
		return this.add({ t, type: 'audit', alive, entries, kernelLocks, truncated });
	}

	compared(t: number, holder: string, loser: string, changes: FileChange[], holderFrozen = false): this {
		return this.add({ t, type: 'files-compared', holder, loser, holderFrozen, changes });
	}

	/** The record in order of time, ended at `t`. */
	end(t: number): Timeline {
		return [...this.cut(), { t, type: 'case-ended' }];
	}

	/** The record as a killed harness leaves it. */
	cut(): Timeline {
		return this.#events.toSorted((one, other) => one.t - other.t);
	}

	#fault(): string {
		return `f${this.#faults}`;
	}

	#portOf(instance: string): number {
		return this.#ports.get(instance) ?? testPort;
	}
}

function pidOf(instance: string): number {
	return 1000 + Number(instance.slice(1));
}

export function statusOf(
	timeline: Timeline,
	clause: ClauseId,
	contract: Contract = clawdbot202512,
): ClauseResult['status'] | undefined {
	return judge(timeline, contract).find((each) => each.id === clause)?.status;
}

/** Every finding of every clause, so that a test also sees what is found too much. */
export function findingsIn(timeline: Timeline, contract: Contract = clawdbot202512): string[] {
	return judge(timeline, contract).flatMap((result) =>
		result.findings.map((finding) => `${result.id}: ${finding.message}`),
	);
}

export function entry(path: string, options: Partial<AuditEntry> = {}): AuditEntry {
	return { path, kind: 'file', sizeBytes: 10, deadPidsNamed: [], livePidsNamed: [], isNew: true, ...options };
}

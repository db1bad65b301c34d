import type { EventOf, Timeline, TimelineEvent } from '../timeline/events.ts';
import type { Client, Fault, Instance, Listen, Occupant, SeenProcess, Story } from './story-model.ts';

/**
 * Derives the model of a case from its record. Events after `case-ended` do not count (the harness tidies up then), nor
 * do events of instances that were never spawned.
 */
export function storyOf(timeline: Timeline): Story {
	const draft = new StoryDraft();
	// A harness that was killed leaves the events in the order in which they were told, not in which they happened.
	for (const event of timeline.toSorted((one, other) => one.t - other.t)) {
		draft.endsAt = Math.max(draft.endsAt, event.t);
		draft.add(event);
		if (event.type === 'case-ended') break;
	}
	return {
		startedAs: draft.startedAs,
		clientLifeMs: draft.clientLifeMs ?? draft.startedAs?.clientLifeMs ?? Number.POSITIVE_INFINITY,
		endsAt: draft.endsAt,
		instances: [...draft.instances.values()],
		occupants: draft.occupants,
		clients: [...draft.clients.values()],
		audits: draft.audits,
		guards: draft.guards,
		probes: draft.probes,
		comparisons: draft.comparisons,
	};
}

type Draft<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer Item)[] ? Draft<Item>[] : T[K] };

class StoryDraft {
	startedAs: EventOf<'case-started'> | undefined;
	clientLifeMs: number | null = null;
	endsAt = 0;
	readonly instances = new Map<string, Draft<Instance>>();
	readonly occupants: Draft<Occupant>[] = [];
	readonly clients = new Map<string, Draft<Client>>();
	readonly audits: EventOf<'audit'>[] = [];
	readonly guards: EventOf<'guard-planted'>[] = [];
	readonly probes: EventOf<'exclusivity-probed'>[] = [];
	readonly comparisons: EventOf<'files-compared'>[] = [];

	add(event: TimelineEvent): void {
		switch (event.type) {
			case 'case-started':
				this.startedAs ??= event;
				return;
			case 'spawned':
				if (!this.instances.has(event.instance)) this.instances.set(event.instance, newInstance(event));
				return;
			case 'client-opened':
				this.clients.set(event.client, {
					id: event.client,
					instance: event.instance,
					openedAt: event.t,
					closed: undefined,
				});
				return;
			case 'client-closed': {
				const client = this.clients.get(event.client);
				if (client !== undefined) client.closed ??= event;
				return;
			}
			case 'occupant-started': {
				const { occupant: id, kind, address, port, pid, t } = event;
				this.occupants.push({ id, kind, address, port, pid, from: t, to: Number.POSITIVE_INFINITY });
				return;
			}
			case 'occupant-stopped':
				for (const each of this.occupants) {
					if (each.id === event.occupant && each.port === event.port) each.to = Math.min(each.to, event.t);
				}
				return;
			case 'audit':
				this.audits.push(event);
				return;
			case 'guard-planted':
				this.guards.push(event);
				return;
			case 'files-compared':
				this.comparisons.push(event);
				return;
			case 'client-life-measured':
				this.clientLifeMs ??= event.lifeMs;
				return;
			case 'called':
			case 'expectation-failed':
			case 'note':
			case 'case-ended':
				return;
			case 'exclusivity-probed':
				this.probes.push(event);
				return;
			default: {
				const instance = this.instances.get(event.instance);
				if (instance !== undefined) addToInstance(instance, event);
			}
		}
	}
}

type InstanceEvent = Exclude<
	TimelineEvent,
	EventOf<
		| 'case-started'
		| 'spawned'
		| 'client-opened'
		| 'client-closed'
		| 'occupant-started'
		| 'occupant-stopped'
		| 'audit'
		| 'called'
		| 'guard-planted'
		| 'files-compared'
		| 'client-life-measured'
		| 'expectation-failed'
		| 'note'
		| 'case-ended'
		| 'exclusivity-probed'
	>
>;

function newInstance(event: EventOf<'spawned'>): Draft<Instance> {
	const { instance: id, pid, port, explicitPort, profile, slowdown, cold, t } = event;
	const launcher: SeenProcess = { pid, name: 'launcher', goneAt: Number.POSITIVE_INFINITY };
	return {
		id,
		pid,
		spawnedAt: t,
		port,
		explicitPort,
		profile,
		slowdown,
		isCold: cold ?? false,
		listens: [],
		lines: [],
		readyClaims: [],
		readies: [],
		handshakeFailures: [],
		faults: [],
		processes: [launcher],
		exited: undefined,
		gone: undefined,
		gaveUps: [],
		controls: [],
	};
}

function addToInstance(instance: Draft<Instance>, event: InstanceEvent): void {
	switch (event.type) {
		case 'process-seen':
			if (instance.processes.every((each) => each.pid !== event.pid)) {
				instance.processes.push({ pid: event.pid, name: event.name, goneAt: Number.POSITIVE_INFINITY });
			}
			return;
		case 'process-gone':
			for (const each of instance.processes) {
				if (each.pid === event.pid) each.goneAt = Math.min(each.goneAt, event.t);
			}
			return;
		case 'listening':
			addListen(instance.listens, event);
			return;
		case 'stopped-listening':
			closeListens(instance.listens, event.t, (each) => isSameSocket(each, event));
			return;
		case 'output':
			instance.lines.push(event);
			return;
		case 'ready-claimed':
			instance.readyClaims.push(event);
			return;
		case 'ready':
			instance.readies.push(event);
			return;
		case 'handshake-failed':
			instance.handshakeFailures.push(event);
			return;
		case 'exited':
			instance.exited ??= event;
			return;
		case 'gone':
			instance.gone ??= event;
			// Without a process there is no socket, whether or not a scan saw it close.
			closeListens(instance.listens, event.t, () => true);
			return;
		case 'control-measured':
			instance.controls.push(event);
			return;
		case 'gave-up':
			instance.gaveUps.push(event);
			return;
		case 'fault-planned':
		case 'fault-fired':
		case 'fault-proved':
		case 'fault-unproven':
			addFault(instance.faults, event);
	}
}

function addListen(listens: Draft<Listen>[], event: EventOf<'listening'>): void {
	const open = listens.find((each) => isSameSocket(each, event) && each.to === Number.POSITIVE_INFINITY);
	if (open !== undefined) return;
	const { address, port, inode, pid, starvedMs, idleMs = 0, t } = event;
	listens.push({ address, port, inode, pid, starvedMs, idleMs, from: t, to: Number.POSITIVE_INFINITY });
}

function closeListens(listens: Draft<Listen>[], t: number, isMeant: (listen: Listen) => boolean): void {
	for (const each of listens) {
		if (each.to === Number.POSITIVE_INFINITY && isMeant(each)) each.to = t;
	}
}

function isSameSocket(
	one: Pick<Listen, 'address' | 'port' | 'inode'>,
	other: Pick<Listen, 'address' | 'port' | 'inode'>,
): boolean {
	return one.address === other.address && one.port === other.port && one.inode === other.inode;
}

type FaultEvent = EventOf<'fault-planned' | 'fault-fired' | 'fault-proved' | 'fault-unproven'>;

function addFault(faults: Draft<Fault>[], event: FaultEvent): void {
	if (event.type === 'fault-planned') {
		faults.push({
			id: event.fault,
			name: event.name,
			effect: event.effect,
			plannedAt: event.t,
			firedAt: undefined,
			provedAt: undefined,
			unproven: undefined,
		});
		return;
	}
	const fault = faults.find((each) => each.id === event.fault);
	if (fault === undefined) return;
	if (event.type === 'fault-fired') fault.firedAt ??= event.t;
	else if (event.type === 'fault-proved') fault.provedAt ??= event.t;
	else fault.unproven ??= event.reason;
}

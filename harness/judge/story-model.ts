import type { EventOf } from '../timeline/events.ts';

/** A listener of an instance over time. `to` is Infinity while nobody saw it close. */
export interface Listen {
	readonly address: string;
	readonly port: number;
	readonly inode: number;
	readonly pid: number;
	readonly from: number;
	readonly to: number;
	/** Of the instance, from its spawn until `from`. */
	readonly starvedMs: number;
	/** How much of that time it waited; 0 where the record does not say. */
	readonly idleMs: number;
}

export interface Fault {
	readonly id: string;
	readonly name: string;
	readonly effect: EventOf<'fault-planned'>['effect'];
	readonly plannedAt: number;
	readonly firedAt: number | undefined;
	readonly provedAt: number | undefined;
	readonly unproven: string | undefined;
}

export interface SeenProcess {
	readonly pid: number;
	readonly name: string;
	readonly goneAt: number;
}

/** One start of the gateway, as far as the record tells. All times in milliseconds since the case began. */
export interface Instance {
	readonly id: string;
	readonly pid: number;
	readonly spawnedAt: number;
	readonly port: number;
	readonly explicitPort: boolean;
	readonly profile: string;
	/** Factor on every time limit, because the harness itself slowed it down. */
	readonly slowdown: number;
	/** It found none of the build's caches. */
	readonly isCold: boolean;
	readonly listens: readonly Listen[];
	readonly lines: readonly EventOf<'output'>[];
	readonly readyClaims: readonly EventOf<'ready-claimed'>[];
	readonly readies: readonly EventOf<'ready'>[];
	readonly handshakeFailures: readonly EventOf<'handshake-failed'>[];
	readonly faults: readonly Fault[];
	readonly processes: readonly SeenProcess[];
	readonly exited: EventOf<'exited'> | undefined;
	readonly gone: EventOf<'gone'> | undefined;
	readonly gaveUps: readonly EventOf<'gave-up'>[];
	/** A lone start of the same gateway at the time when this one was late. */
	readonly controls: readonly EventOf<'control-measured'>[];
}

export interface Occupant {
	readonly id: string;
	readonly kind: string;
	readonly address: string;
	readonly port: number;
	readonly pid: number;
	readonly from: number;
	readonly to: number;
}

export interface Client {
	readonly id: string;
	readonly instance: string;
	readonly openedAt: number;
	readonly closed: EventOf<'client-closed'> | undefined;
}

/** The timeline as a model that the clauses can ask. */
export interface Story {
	readonly startedAs: EventOf<'case-started'> | undefined;
	/** How long this gateway keeps a client that only connects; Infinity when it was not seen to end one. */
	readonly clientLifeMs: number;
	/** When the record ends: nothing is known of what came later. */
	readonly endsAt: number;
	readonly instances: readonly Instance[];
	readonly occupants: readonly Occupant[];
	readonly clients: readonly Client[];
	readonly audits: readonly EventOf<'audit'>[];
	readonly guards: readonly EventOf<'guard-planted'>[];
	readonly probes: readonly EventOf<'exclusivity-probed'>[];
	readonly comparisons: readonly EventOf<'files-compared'>[];
}

import type { Capabilities } from '../arena/capabilities.ts';
import type { Instance } from '../gateway/instance.ts';
import type { EventOf } from '../timeline/events.ts';

export type FaultTarget = EventOf<'fault-planned'>['target'];
export type FaultEffect = EventOf<'fault-planned'>['effect'];

/** Whether a fault took effect, and how that is known: never assumed. */
export type Proof = { readonly proved: true; readonly how: string } | { readonly proved: false; readonly why: string };

/** What hits an instance that runs. A fault is a value; it is fired at a moment. */
export interface Fault {
	/** Stable, the exact thing that happens: `SIGKILL`, `uncaught-exception`. */
	readonly name: string;
	readonly target: FaultTarget;
	readonly effect: FaultEffect;
	/** Null when the fault can be fired here, else the capability that is missing and why. */
	available(capabilities: Capabilities): { readonly capability: string; readonly reason: string } | null;
	/** True when the gateway must be started with the harness's preload in it. */
	readonly needsPreload?: boolean;
	/** Environment that the instance needs from its start (a heap limit). */
	readonly environment?: Readonly<Record<string, string>>;
	/** True when the instance's home must lie on a file system of its own from its start. */
	readonly needsOwnHome?: boolean;
	/** Takes a condition away again that would meet whoever starts next. */
	heal?(instance: Instance): Promise<void>;
	/** Fires. Returns the pids that were hit, and a function that waits (bounded) for the proof. */
	inject(instance: Instance): Promise<{ readonly pids: readonly number[]; readonly proof: () => Promise<Proof> }>;
}

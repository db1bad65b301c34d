import type { Instance } from './story-model.ts';

/** A span of time: as the wall clock had it, and without the time that the processes got no core. */
export interface Elapsed {
	readonly wallMs: number;
	readonly starvedMs: number;
	readonly effectiveMs: number;
}

/** From `from` (not before the spawn) to `to`; `starvedMs` is counted since the spawn, so it errs on the mild side. */
export function elapsed(from: number, to: number, starvedMs: number): Elapsed {
	const wallMs = Math.max(0, to - from);
	const starved = Math.min(wallMs, Math.max(0, starvedMs));
	return { wallMs, starvedMs: starved, effectiveMs: wallMs - starved };
}

export function sinceSpawn(instance: Instance, t: number, starvedMs: number): Elapsed {
	return elapsed(instance.spawnedAt, t, starvedMs);
}

/**
 * Part of a span that may look like waiting on a busy machine: a host that takes the core away from a virtual machine
 * does not tell it (8 % were measured at a load of five for each core).
 */
const untoldShare = 0.15;

/** What of an instance's idle time since its spawn is waiting beyond doubt, at `t`. */
export function waitingMs(instance: Instance, t: number, idleMs: number): number {
	return Math.max(0, idleMs - Math.max(0, t - instance.spawnedAt) * untoldShare);
}

/**
 * The harness gives up when a limit is over by its own clock, a timer tick before or after the limit by the record's.
 */
const gaveUpSlackMs = 50;

/**
 * When the harness gave up on the living instance after more than the limit since `from`, before `until`.
 * `starvedBeforeMs` is what the instance had starved at `from`, as far as that is known.
 */
export function gaveUpBeyond(
	instance: Instance,
	from: number,
	until: number,
	limitMs: number,
	starvedBeforeMs = 0,
): { readonly t: number; readonly span: Elapsed } | undefined {
	for (const { t, starvedMs, state } of instance.gaveUps) {
		if (t < from || t > until || !state.startsWith('alive')) continue;
		const span = elapsed(from, t, starvedMs - starvedBeforeMs);
		if (span.effectiveMs + gaveUpSlackMs >= limitMs) return { t, span };
	}
	return undefined;
}

import { sigkill } from '../faults/signals.ts';
import { begin } from './collect.ts';
import { type CrashState, stateKey } from './crash-state.ts';
import { maskedText } from './held-run.ts';
import { heldStops } from './looking-calls.ts';
import { killTexts } from './messages.ts';
import type { Pass } from './phases.ts';
import type { Point } from './points.ts';
import { type RelevantCall, relevantNames } from './relevant-calls.ts';
import { Camera } from './snapshot.ts';
import { stateOf } from './state-of.ts';
import { trySignal } from './try-signal.ts';
import type { World } from './world.ts';

export interface KillOptions {
	readonly pass: Pass;
	readonly steadyMs: number;
	/** A null `maskedCall` takes whatever call that is; with `nth` the number does not count. */
	readonly point: Pick<Point, 'number' | 'call' | 'relevance'> & {
		readonly maskedCall: string | null;
		readonly nth: number | null;
	};
}

export interface Killed {
	/** The state that the death left. */
	readonly state: CrashState;
	readonly key: string;
	/** Null when the trace proves that this very call was the last that ran. */
	readonly unproved: string | null;
	readonly starts: number;
}

/** Runs a phase under the tracer and kills everything after one call, proved by the trace. The world stays open. */
export async function killAt(world: World, options: KillOptions & { readonly blobs: string }): Promise<Killed> {
	const { arena } = world;
	const unproved = await killAfterCall(world, options);
	for (const instance of arena.instances) if (!instance.gone) await instance.inject(sigkill);
	const camera = new Camera(arena.folder, world.baseline, options.blobs);
	const state = camera.take(stateOf(arena));
	camera.keep(state);
	return { state, key: stateKey(state), unproved, starts: arena.instances.length };
}

/**
 * Runs a phase under the tracer and kills the traced instance after one of its calls; the record says so.
 *
 * @returns Null when the trace proves that this very call was the last that ran, else why not.
 */
export async function killAfterCall(
	world: Pick<World, 'arena' | 'paths'>,
	{ pass, steadyMs, point }: KillOptions,
): Promise<string | null> {
	const { arena } = world;
	let unproved: string | null = null;
	const nameOf = (call: RelevantCall) => maskedText(call.name, call.paths, arena.port, stateOf(arena));
	const named = point.nth === null || point.maskedCall === null ? null : { ...point, maskedCall: point.maskedCall };
	const came = new Set<RelevantCall>();
	const isHeld = (each: RelevantCall, number: number) => {
		if (named === null) return number === point.number;
		if (nameOf(each) === named.maskedCall) came.add(each);
		return [...came][(named.nth ?? 1) - 1] === each;
	};
	const { traced, session, hold } = await begin(
		world,
		{ pass, steadyMs },
		(at) => {
			unproved = at.unproved;
			return 'stay';
		},
		named === null ? { stopAt: relevantNames } : heldStops(named.maskedCall, world.paths, arena.port),
		isHeld,
	);
	let isOver = false;
	const running = hold()
		.catch(() => {})
		.then(() => {
			isOver = true;
		});
	const hasPassed = () => named === null && session.calls.length >= point.number + 50;
	while (!isOver && session.stayedAt === null && !hasPassed()) {
		await new Promise((resolve) => setTimeout(resolve, 5));
	}
	session.pump();
	const call = named === null ? session.calls[point.number - 1] : session.stayedAt?.call;
	const actual = call === undefined ? null : nameOf(call);
	if (call === undefined) {
		unproved = killTexts.neverCame(named === null ? `${point.number}` : point.call, session.calls.length);
	} else if (point.maskedCall !== null && actual !== point.maskedCall) {
		unproved = killTexts.otherCall(point.maskedCall, actual ?? '');
	} else if (session.stayedAt === null && point.relevance !== 'exit') unproved = killTexts.notHeld;
	else if (session.stayedAt !== null && session.calls.length > session.stayedAt.ordinal) unproved = killTexts.ranOn;
	const fault = `k-${traced.id}`;
	const at = { fault, instance: traced.id };
	const moment = `after ${point.call}`;
	arena.recorder.add({ type: 'fault-planned', ...at, name: 'SIGKILL', target: 'tree', moment, effect: 'crash' });
	const victims = traced.processes('tree').map(({ pid }) => pid);
	if (victims.length > 0) arena.recorder.add({ type: 'fault-fired', ...at, pids: victims });
	for (const pid of victims) trySignal(pid, 'SIGKILL');
	if (unproved === null) {
		arena.recorder.add({ type: 'fault-proved', ...at, proof: `strace: ${call?.line ?? ''}` });
	} else arena.recorder.add({ type: 'fault-unproven', ...at, reason: unproved });
	await arena.waitGone(traced);
	session.end();
	await running;
	return unproved;
}

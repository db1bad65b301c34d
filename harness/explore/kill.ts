import { sigkill } from '../faults/signals.ts';
import { begin } from './collect.ts';
import { type CrashState, stateKey } from './crash-state.ts';
import { maskedText } from './held-run.ts';
import { killTexts } from './messages.ts';
import type { Pass } from './phases.ts';
import type { Point } from './points.ts';
import { relevantNames } from './relevant-calls.ts';
import { Camera } from './snapshot.ts';
import { stateOf } from './state-of.ts';
import type { World } from './world.ts';

export interface KillOptions {
	readonly pass: Pass;
	readonly steadyMs: number;
	/** A null `maskedCall` takes whatever call that is. */
	readonly point: Pick<Point, 'number' | 'call' | 'relevance'> & { readonly maskedCall: string | null };
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
	const isHeld = (_call: unknown, number: number) => number === point.number;
	const { traced, session, hold } = await begin(
		world,
		{ pass, steadyMs },
		(at) => {
			unproved = at.unproved;
			return 'stay';
		},
		relevantNames,
		isHeld,
	);
	let isOver = false;
	const running = hold()
		.catch(() => {})
		.then(() => {
			isOver = true;
		});
	while (!isOver && session.stayedAt === null && session.calls.length < point.number + 50) {
		await new Promise((resolve) => setTimeout(resolve, 5));
	}
	session.pump();
	const call = session.calls[point.number - 1];
	const actual = call === undefined ? null : maskedText(call.name, call.paths, arena.port, stateOf(arena));
	if (call === undefined) unproved = killTexts.neverCame(point.number, session.calls.length);
	else if (point.maskedCall !== null && actual !== point.maskedCall)
		unproved = killTexts.otherCall(point.maskedCall, actual ?? '');
	else if (session.stayedAt === null && point.relevance !== 'exit') unproved = killTexts.notHeld;
	const fault = `k-${traced.id}`;
	const at = { fault, instance: traced.id };
	const moment = `after ${point.call}`;
	arena.recorder.add({ type: 'fault-planned', ...at, name: 'SIGKILL', target: 'tree', moment, effect: 'crash' });
	const victims = traced.processes('tree').map(({ pid }) => pid);
	if (victims.length > 0) arena.recorder.add({ type: 'fault-fired', ...at, pids: victims });
	for (const pid of victims) tryKill(pid);
	if (unproved === null) {
		arena.recorder.add({ type: 'fault-proved', ...at, proof: `strace: ${call?.line ?? ''}` });
	} else arena.recorder.add({ type: 'fault-unproven', ...at, reason: unproved });
	await arena.waitGone(traced);
	session.end();
	await running;
	return unproved;
}

function tryKill(pid: number): void {
	try {
		process.kill(pid, 'SIGKILL');
	} catch {
		// It has ended.
	}
}

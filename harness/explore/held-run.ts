import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Arena } from '../arena/arena.ts';
import { sigterm } from '../faults/signals.ts';
import type { Instance } from '../gateway/instance.ts';
import { filesNow } from '../observe/file-changes.ts';
import { appendingCalls } from './appending.ts';
import type { GatewayPaths } from './gateway-paths.ts';
import { heldStops, LookingCallReader, racingCalls } from './looking-calls.ts';
import { masked } from './masks.ts';
import { raceTexts } from './race-messages.ts';
import type { SoloCall } from './race-plan.ts';
import { recordCalls } from './record-calls.ts';
import type { RelevantCall } from './relevant-calls.ts';
import type { HeldRun, NamedCall } from './schedule.ts';
import { stateOf } from './state-of.ts';
import { StopSession } from './stop-session.ts';

/** A start or a shutdown under the tracer, that may be held. */
export interface HeldContender {
	readonly instance: Instance;
	/** Null when it stands after the wanted call, proved; else why not. */
	readonly unproved: string | null;
	/** Lets it go on, and waits for what comes of it. */
	goOn(): Promise<void>;
	/** Its calls so far. */
	calls(): SoloCall[];
}

export interface HoldOptions {
	readonly held: HeldRun;
	/** The call after which it is held; null lets it run. */
	readonly after: NamedCall | null;
	/** Where it is to listen, if not at the port of the arena. */
	readonly port?: number;
}

/** Starts a gateway, or shuts one down, and holds it after one of its calls. */
export async function holdContender(arena: Arena, paths: GatewayPaths, options: HoldOptions): Promise<HeldContender> {
	const { held, after, port = arena.port } = options;
	const file = path.join(arena.folder, 'control', `held-${arena.instances.length + 1}.strace`);
	mkdirSync(path.dirname(file), { recursive: true });
	// Where nothing is stopped, only the traced calls need cost anything.
	const stops = after === null ? { isFast: true, isPatient: true } : heldStops(after.maskedCall, paths, port);
	const traceOnly = { file, calls: racingCalls, ...stops, isCounted: true, showsPaths: true };
	const instance = await arena.launch({ port, traceOnly });
	let first = 0;
	const came: RelevantCall[] = [];
	const isHeld = (call: RelevantCall, number: number): boolean => {
		if (after === null || number <= first) return false;
		const isNew = !came.includes(call) && maskedText(call.name, call.paths, port, stateOf(arena)) === after.maskedCall;
		if (isNew) came.push(call);
		return came[after.nth - 1] === call;
	};
	const session = new StopSession({
		instance,
		file,
		reader: new LookingCallReader(paths),
		isHeld,
		onStop: () => 'stay',
		holdsAtOnce: held === 'start',
	});
	let running: Promise<unknown> = arena.finishStart(instance);
	if (held === 'stop') {
		await running;
		if (!instance.ready) throw new Error(raceTexts.noHolder);
		session.hold();
		first = session.heldFrom ?? 0;
		await instance.inject(sigterm, { settle: false });
		running = arena.waitGone(instance);
	}
	let isOver = false;
	running = running.then(() => {
		isOver = true;
	});
	await arena.watcher.until(
		() => isOver || session.stayedAt !== null,
		() => false,
	);
	const calls = () => soloCalls(session.calls.slice(first), arena, port);
	const unproved = after === null ? null : whyUnproved(session, came.length, after);
	if (after !== null) recordHold(instance, 'SIGSTOP', 'freeze', session.stayedAt?.call.line ?? '', unproved);
	const stoodAt = session.stayedAt?.ordinal ?? null;
	const goOn = async () => {
		if (session.stayedAt !== null) {
			const why = session.hasStoodStill ? null : raceTexts.moved;
			recordHold(instance, 'SIGCONT', 'thaw', raceTexts.stoodStill, why);
			if (held === 'start') meetHolder(instance);
			session.goOn();
		}
		await running;
		await session.release();
		recordCalls(instance, session.calls.slice(first), stoodAt === null ? null : stoodAt - first);
		if (instance.gone) session.end();
	};
	if (after === null || unproved !== null) await goOn();
	return { instance, unproved, goOn, calls };
}

/** Whoever listens by now is its holder: what becomes of the holder's files is compared when it has lost. */
function meetHolder(instance: Instance): void {
	const { arena, port } = instance;
	const holder = arena.instances.find((other) => other !== instance && other.port === port && other.listening);
	if (holder !== undefined) instance.rival ??= { holder, filesBefore: filesNow(arena.folder) };
}

function whyUnproved(
	session: StopSession,
	came: number,
	{ nth, maskedCall }: NonNullable<HoldOptions['after']>,
): string | null {
	const { stayedAt, calls } = session;
	if (stayedAt === null) return raceTexts.neverCame(nth, maskedCall, came);
	return stayedAt.unproved ?? (calls.length > stayedAt.ordinal ? raceTexts.ranOn : null);
}

function recordHold(
	instance: Instance,
	name: 'SIGSTOP' | 'SIGCONT',
	effect: 'freeze' | 'thaw',
	proof: string,
	unproved: string | null,
): void {
	const { recorder } = instance.arena;
	const at = { fault: `h-${effect}-${instance.id}`, instance: instance.id };
	const pids = instance.processes('tree').map(({ pid }) => pid);
	recorder.add({ type: 'fault-planned', ...at, name, target: 'tree', moment: 'after one of its calls', effect });
	if (pids.length > 0) recorder.add({ type: 'fault-fired', ...at, pids });
	if (unproved === null) recorder.add({ type: 'fault-proved', ...at, proof: `strace: ${proof}` });
	else recorder.add({ type: 'fault-unproven', ...at, reason: unproved });
}

/** Calls of one contender, told so that they can be compared with those of other runs. */
export function soloCalls(calls: readonly RelevantCall[], arena: Arena, port: number): SoloCall[] {
	const subject = stateOf(arena);
	const counts = new Map<string, number>();
	return appendingCalls(calls).map(({ name, relevance, paths, text, isAppending }, at) => {
		const maskedCall = maskedText(name, paths, port, subject);
		const nth = (counts.get(maskedCall) ?? 0) + 1;
		counts.set(maskedCall, nth);
		return { number: at + 1, name, text, relevance, paths: [...paths], isAppending, maskedCall, nth };
	});
}

/** The call in a form that is equal in every run, whatever its pids and its port. */
export function maskedText(
	name: string,
	paths: readonly string[],
	port: number,
	subject: { readonly pids: readonly number[]; readonly startTicks: readonly number[] },
): string {
	return masked([name, ...paths].join(' '), subject).replaceAll(new RegExp(`\\b${port}\\b`, 'g'), '{port}');
}

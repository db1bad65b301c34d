import type { Arena } from '../arena/arena.ts';
import { CapabilityMissingError } from '../arena/errors.ts';
import { lockAppears } from '../arena/lock-appears.ts';
import { waitUntilQuiet } from '../arena/wait-until-quiet.ts';
import type { Fault } from '../faults/fault.ts';
import { abort, heapExhaustion, processExit, uncaughtException, unhandledRejection } from '../faults/in-process.ts';
import { lastBlow } from '../faults/last-blow.ts';
import { afterMs, intoShutdown, type Moment, onOutput, whenListening, whenSpawned } from '../faults/moments.ts';
import { cpuStarvation, fdExhaustion, memoryLimit } from '../faults/resources.ts';
import {
	sigabrt,
	sigcont,
	sighup,
	sigint,
	sigkill,
	sigpipe,
	sigquit,
	sigsegv,
	sigstop,
	sigterm,
	sigusr1,
} from '../faults/signals.ts';
import { stateFolderForbidden, stateFolderFull, stateFolderReadOnly } from '../faults/state-folder.ts';
import { killAfterBind, killBeforeBind } from '../faults/traced-fault.ts';
import type { Instance } from '../gateway/instance.ts';
import { type MatrixCell, type MatrixFault, type MatrixMoment, matrixFaults } from './plan.ts';

const faults: Readonly<Record<Exclude<MatrixFault, 'eio'>, Fault>> = {
	sigkill,
	sigquit,
	sigabrt,
	sigsegv,
	sigterm,
	sigint,
	sigstop,
	sighup,
	sigusr1,
	sigpipe,
	'uncaught-exception': uncaughtException,
	'unhandled-rejection': unhandledRejection,
	abort,
	exit: processExit(7),
	'heap-exhaustion': heapExhaustion,
	enospc: stateFolderFull,
	erofs: stateFolderReadOnly,
	eacces: stateFolderForbidden,
	'fd-exhaustion': fdExhaustion,
	'memory-limit': memoryLimit,
	'cpu-starvation': cpuStarvation,
};

/** Clients that stay in the middle of something. */
const rawClients = 20;

/**
 * Tells one cell: brings a gateway to the moment, lets the fault hit it, ends what is left of it, heals what would meet
 * others, and starts the next one.
 */
export async function tellCell(arena: Arena, { moment, fault: name }: MatrixCell): Promise<void> {
	if (moment === 'before-bind' || moment === 'bound-not-listening') {
		await arena.start({ traced: moment === 'before-bind' ? killBeforeBind : killAfterBind });
		await arena.start();
		return;
	}
	if (name === 'eio') return;
	const fault = faults[name];
	const { target, at, loser } = await bringTo(arena, moment, fault);
	// A healthy loser would still have to be refused by whoever is hit: it is waited for beside the fault.
	const refused = loser === undefined ? null : arena.finishStart(loser);
	await target.inject(fault, { ...(at === null ? {} : { at }), settle: matrixFaults[name] !== 'inside' || !loser });
	if (moment.startsWith('shutdown')) await ensureHit(target);
	await react(target, name);
	await end(target);
	await refused;
	if (loser !== undefined) await end(loser);
	await fault.heal?.(target);
	await arena.start();
}

interface Brought {
	readonly target: Instance;
	readonly at: Moment | null;
	readonly loser?: Instance;
}

async function bringTo(
	arena: Arena,
	moment: Exclude<MatrixMoment, 'before-bind' | 'bound-not-listening'>,
	fault: Fault,
): Promise<Brought> {
	const options = fault.needsPreload || fault.needsOwnHome || fault.environment ? { prepareFor: fault } : {};
	switch (moment) {
		case 'exec':
			return { target: await arena.launch(options), at: whenSpawned() };
		case 'first-output':
			return { target: await arena.launch(options), at: onOutput(/./) };
		case 'listening':
			return { target: await arena.launch(options), at: whenListening };
		case 'lock-seen': {
			const isThere = lockAppears(arena);
			const target = await arena.launch(options);
			if (await makesLock(target, isThere)) return { target, at: null };
			throw new CapabilityMissingError(
				'lock file',
				'this gateway made nothing that looks like a lock until it listened',
			);
		}
		case 'next-starts': {
			const before = await startTimed(arena, options);
			await before.gateway.inject(sigkill);
			return { target: await arena.launch(options), at: afterMs(before.startMs / 2) };
		}
		case 'loser-fails': {
			const { gateway, startMs } = await startTimed(arena, options);
			await gateway.connect(3);
			return { target: gateway, at: afterMs(startMs / 2), loser: await arena.launch() };
		}
		case 'shutdown-10':
		case 'shutdown-50':
		case 'shutdown-90':
			return await bringIntoShutdown(arena, Number(moment.slice('shutdown-'.length)) / 100, options);
		default: {
			const target = await arena.start(options);
			if (moment === 'first-client') await target.connect(1);
			else if (moment !== 'ready') await target.connectRaw(rawClients, moment);
			return { target, at: null };
		}
	}
}

type StartOptions = { readonly prepareFor?: Fault };

async function startTimed(arena: Arena, options: StartOptions): Promise<{ gateway: Instance; startMs: number }> {
	const startedAt = performance.now();
	const gateway = await arena.start(options);
	return { gateway, startMs: Math.round(performance.now() - startedAt) };
}

/** Shares of the gateway's own shutdown, measured just before: what is early for one is late for another. */
async function bringIntoShutdown(arena: Arena, share: number, options: StartOptions): Promise<Brought> {
	const measured = await arena.start(options);
	// Deaf clients keep a shutdown going for as long as the gateway gives them.
	await measured.connect(10, { deaf: true });
	await measured.inject(sigterm);
	const shutdownMs = shutdownTime(measured);
	const target = await arena.start(options);
	await target.connect(10, { deaf: true });
	await target.inject(sigterm, { settle: false, proof: 'later' });
	return { target, at: intoShutdown(Math.round(shutdownMs * share)) };
}

/** From the request to stop until the launcher's end, as the record has them. */
function shutdownTime({ arena, id }: Instance): number {
	const { events } = arena.recorder;
	const asked = events.find((event) => event.type === 'fault-fired' && event.instance === id);
	const ended = events.find((event) => event.type === 'exited' && event.instance === id);
	return Math.max(0, (ended?.t ?? 0) - (asked?.t ?? 0));
}

/** A shutdown that was over sooner than the one before leaves nobody to hit: then the cell says nothing. */
async function ensureHit(instance: Instance): Promise<void> {
	const { arena, id } = instance;
	const last = arena.recorder.events.findLast((event) => event.type.startsWith('fault-'));
	if (last?.type !== 'fault-unproven' || last.instance !== id) return;
	// The processes are seen to be gone before the wait status is told.
	if (!(await arena.watcher.until(() => instance.gone, arena.expiry(5_000, instance)))) return;
	throw new CapabilityMissingError('moment', 'this shutdown was over before the fault could hit it');
}

async function react(target: Instance, name: MatrixFault): Promise<void> {
	const kind = matrixFaults[name];
	if (kind === 'freeze') {
		if (target.gone) return;
		await target.inject(sigcont);
	}
	if (kind === 'signal' && target.ready) await waitUntilQuiet(target);
	// What a lack of descriptors or memory leads to shows when somebody comes.
	if (kind === 'resource' && target.listening) await target.connect(1).catch(() => {});
}

async function end(instance: Instance): Promise<void> {
	if (!instance.gone) await instance.inject(lastBlow);
}

/** Waits until something lock-like is in the arena that was not there; false when the gateway listens or ends without. */
async function makesLock(instance: Instance, isThere: () => boolean): Promise<boolean> {
	const { arena } = instance;
	let seen = false;
	await arena.watcher.until(
		() => {
			seen = isThere();
			return seen || instance.listening || instance.exit !== null;
		},
		arena.expiry(60_000, instance),
	);
	return seen;
}

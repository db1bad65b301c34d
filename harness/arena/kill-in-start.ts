import { lastBlow } from '../faults/last-blow.ts';
import { killAfterBind, killBeforeBind, type TracedFault } from '../faults/traced-fault.ts';
import type { Instance } from '../gateway/instance.ts';
import type { Arena } from './arena.ts';
import { lockAppears } from './lock-appears.ts';
import { patienceMs } from './patience.ts';

/** Moments of a start, in their order; those about the bind take a tracer. */
export const startMoments = ['exec', 'first-output', 'lock-seen', 'before-bind', 'bound', 'listening'] as const;
export type StartMoment = (typeof startMoments)[number];

/** Whether only a tracer sees the moment. Pure. */
export function needsTracer(at: StartMoment): at is 'before-bind' | 'bound' {
	return at === 'before-bind' || at === 'bound';
}

const traced: Readonly<Record<'before-bind' | 'bound', TracedFault>> = {
	'before-bind': killBeforeBind,
	bound: killAfterBind,
};

/**
 * Starts a gateway and kills it (SIGKILL) in the middle of its start. A gateway may refuse to start, or listen, before the
 * moment comes (it makes no lock, it prints nothing): then its start is followed to its end, and what lives is killed.
 *
 * @returns Whether the kill hit it at the moment. A kill at the bind that hits nobody leaves the case without a verdict.
 * @throws CapabilityMissingError when the moment takes a tracer that is not there.
 * @remarks Since 0.1.0
 */
export async function killInStart(arena: Arena, at: StartMoment): Promise<boolean> {
	if (needsTracer(at)) {
		const instance = await arena.start({ traced: traced[at] });
		const isHit = wasHit(instance);
		if (!instance.gone) await instance.inject(lastBlow);
		return isHit;
	}
	const isLockSeen = at === 'lock-seen' ? lockAppears(arena) : () => false;
	const instance = await arena.launch();
	const hasCome = await comes(instance, at, isLockSeen);
	if (!hasCome) await arena.finishStart(instance);
	const moment = { name: at, reached: async () => true };
	if (!instance.gone) await instance.inject(lastBlow, hasCome ? { at: moment } : {});
	return hasCome && wasHit(instance);
}

/** Whether the moment comes before the gateway listens or ends. */
async function comes(
	instance: Instance,
	at: Exclude<StartMoment, 'before-bind' | 'bound'>,
	isLockSeen: () => boolean,
): Promise<boolean> {
	if (at === 'exec') return true;
	const { arena } = instance;
	const conditions = {
		'first-output': () => instance.lines.length > 0,
		'lock-seen': isLockSeen,
		listening: () => instance.listening,
	};
	let hasCome = false;
	await arena.watcher.until(
		() => {
			hasCome = conditions[at]();
			return hasCome || instance.listening || instance.exit !== null;
		},
		arena.expiry(patienceMs(arena.limitMs('binds-at-startup')), instance),
	);
	return hasCome;
}

function wasHit({ arena, id }: Instance): boolean {
	return arena.recorder.events.some((event) => event.type === 'fault-fired' && event.instance === id);
}

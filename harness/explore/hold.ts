import type { Arena } from '../arena/arena.ts';
import { Capabilities } from '../arena/capabilities.ts';
import { CapabilityMissingError } from '../arena/errors.ts';
import type { Instance } from '../gateway/instance.ts';
import { gatewayPathsOf } from './gateway-paths.ts';
import { holdContender } from './held-run.ts';
import { killAfterCall } from './kill.ts';

/** An instance that stands still in the middle of what it does. */
export interface Held {
	readonly instance: Instance;
	/** Lets it go on, and waits for what comes of it. */
	goOn(): Promise<void>;
}

export interface HoldAfterOptions {
	/** A start, or the shutdown (by SIGTERM) of an instance that is started for it. */
	readonly during: 'start' | 'stop';
	/**
	 * The call, and the places in the arena that it is about: `bind`, `unlink home/main/gateway.lock`, with `{port}` for the
	 * port; `gatelock explore races` names them.
	 */
	readonly after: string;
	/** Which such call of its run, from 1; 1 when not given. */
	readonly nth?: number;
	/** Where it is to listen; the port of the arena when not given. */
	readonly port?: number;
}

/**
 * Starts a gateway and stops it (SIGSTOP, proved by the trace) after one of its calls, so that another one can run in
 * between. A hold that is not proved makes the case invalid.
 *
 * @throws CapabilityMissingError without strace: the case is skipped.
 * @remarks Since 0.1.0
 */
export async function holdAfter(
	arena: Arena,
	{ during, after, nth = 1, port = arena.port }: HoldAfterOptions,
): Promise<Held> {
	needStrace(arena);
	const { instance, goOn } = await holdContender(arena, gatewayPathsOf(arena.folder, arena.context), {
		held: during,
		after: { maskedCall: after, nth },
		port,
	});
	return { instance, goOn };
}

/**
 * Starts a gateway and kills its whole tree after one of the calls that a later start may see; `gatelock explore crashes`
 * counts them (`startup:3` is the third). A kill that is not proved makes the case invalid.
 *
 * @throws CapabilityMissingError without strace: the case is skipped.
 * @remarks Since 0.1.0
 */
export async function killAfter(arena: Arena, { call }: { readonly call: number }): Promise<void> {
	needStrace(arena);
	const point = { number: call, maskedCall: null, nth: null, call: `call ${call}`, relevance: 'files' as const };
	await killAfterCall(
		{ arena, paths: gatewayPathsOf(arena.folder, arena.context) },
		{ pass: 'startup', steadyMs: 1, point },
	);
}

function needStrace({ context }: Arena): void {
	const missing = new Capabilities(context.capabilities).missing('strace');
	if (missing !== null) throw new CapabilityMissingError(missing.capability, missing.reason);
}

import type { Capabilities } from '../arena/capabilities.ts';
import type { Injection } from '../syscalls/plan.ts';

/** Which system call of the gateway is hit. */
export type SyscallChoice =
	/** The bind of the gateway's own address, whichever bind of its thread that is; found in a rehearsal. */
	| { readonly kind: 'own-bind' }
	/** The n-th call of that name in each thread, from 1. `UV_THREADPOOL_SIZE=1` is set, so that counts mean something. */
	| { readonly kind: 'nth'; readonly name: string; readonly nth: number };

/** Something done to an instance by the tracer over it, from its start. */
export interface TracedFault {
	readonly name: string;
	readonly effect: 'bind-failure' | 'crash';
	readonly at: SyscallChoice;
	/** `entry`: the call does not run. `exit`: it has run; the process is stopped there, and then hit. */
	readonly on: 'entry' | 'exit';
	/** What the tracer does; at the exit of a call it stops the process, and the harness kills it. */
	readonly injection: Injection['effect'];
	available(capabilities: Capabilities): { readonly capability: string; readonly reason: string } | null;
}

type Errno = 'EACCES' | 'EADDRNOTAVAIL' | 'EMFILE' | 'ENOBUFS' | 'EPERM' | 'EADDRINUSE';

/** The gateway's bind fails with this errno. */
export function bindFailure(errno: Exclude<Errno, 'EADDRINUSE'>): TracedFault {
	return {
		name: `bind-${errno}`,
		effect: 'bind-failure',
		at: { kind: 'own-bind' },
		on: 'entry',
		injection: { errno },
		available: needsStrace,
	};
}

/** SIGKILL as the gateway calls bind: the call does not run. */
export const killBeforeBind: TracedFault = {
	name: 'SIGKILL-before-bind',
	effect: 'crash',
	at: { kind: 'own-bind' },
	on: 'entry',
	injection: { signal: 'KILL' },
	available: needsStrace,
};

/** SIGKILL between bind and listen: the address is taken, nobody listens. */
export const killAfterBind: TracedFault = {
	name: 'SIGKILL-after-bind',
	effect: 'crash',
	at: { kind: 'own-bind' },
	on: 'exit',
	injection: { signal: 'STOP' },
	available: needsStrace,
};

/**
 * SIGKILL at the n-th call of a system call: at its entry (the call does not run), or at its exit (it has run).
 *
 * @remarks Since 0.1.0
 */
export function killAtSyscall(
	name: string,
	options: { readonly nth: number; readonly on: 'entry' | 'exit' },
): TracedFault {
	const { nth, on } = options;
	if (!Number.isSafeInteger(nth) || nth < 1)
		throw new RangeError(`nth ${nth} is no call. Allowed: whole numbers from 1.`);
	return {
		name: `SIGKILL-at-${name}-${nth}-${on}`,
		effect: 'crash',
		at: { kind: 'nth', name, nth },
		on,
		injection: { signal: on === 'entry' ? 'KILL' : 'STOP' },
		available: needsStrace,
	};
}

function needsStrace(capabilities: Capabilities) {
	return capabilities.missing('strace');
}

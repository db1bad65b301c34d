import type { Capabilities } from '../arena/capabilities.ts';
import type { Injection } from '../syscalls/plan.ts';

/** Something done to an instance from its start by the tracer over it. */
export interface TracedFault {
	readonly name: string;
	readonly effect: 'bind-failure' | 'crash';
	/** The gateway's own bind is hit, whichever bind of its thread that is. */
	readonly injection: Injection['effect'];
	available(capabilities: Capabilities): { readonly capability: string; readonly reason: string } | null;
}

/** The gateway's bind fails with this errno, injected by strace. */
export function bindFailure(errno: 'EACCES' | 'EADDRNOTAVAIL' | 'EMFILE' | 'ENOBUFS' | 'EPERM'): TracedFault {
	return {
		name: `bind-${errno}`,
		effect: 'bind-failure',
		injection: { errno },
		available: (capabilities) => capabilities.missing('strace'),
	};
}

/** SIGKILL as the gateway calls bind: the call does not run. */
export const killBeforeBind: TracedFault = {
	name: 'SIGKILL-before-bind',
	effect: 'crash',
	injection: { signal: 'KILL' },
	available: (capabilities) => capabilities.missing('strace'),
};

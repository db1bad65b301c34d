import { addressesConflict } from './addresses.ts';
import type { Occupant } from './story-model.ts';

/**
 * Whether the occupant keeps a TCP listener on this address from binding. UDP ports are another name space; a client
 * that lets others reuse its port, as libuv's do, is in nobody's way.
 */
export function blocks({ kind, address, port }: Occupant, wantedPort: number, host: string): boolean {
	return kind !== 'udp' && kind !== 'client' && port === wantedPort && addressesConflict(address, host);
}

import type { TraceEntry } from './parse.ts';

/** True for a bind of a TCP listener's address on this port (strace prints ports through htons). */
export function isBindOf(entry: TraceEntry, port: number, host: string): boolean {
	if (entry.kind !== 'call' || entry.name !== 'bind') return false;
	return entry.args.includes(`htons(${port})`) && entry.args.includes(`"${host}"`);
}

/**
 * Which `bind` of its thread binds the gateway's own address: gateways bind netlink sockets before. Null when the trace
 * shows no such call.
 */
export function bindIndex(trace: readonly TraceEntry[], port: number, host: string): number | null {
	const counts = new Map<number, number>();
	for (const entry of trace) {
		if (entry.kind !== 'call' || entry.name !== 'bind') continue;
		const nth = (counts.get(entry.pid) ?? 0) + 1;
		counts.set(entry.pid, nth);
		if (isBindOf(entry, port, host)) return nth;
	}
	return null;
}

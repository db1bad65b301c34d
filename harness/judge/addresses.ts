/** `::ffff:127.0.0.1` is the IPv4 address in IPv6 clothes. */
function plain(address: string): string {
	const bare = address.replace(/^\[(.*)\]$/, '$1').toLowerCase();
	return bare.startsWith('::ffff:') && bare.includes('.') ? bare.slice('::ffff:'.length) : bare;
}

/** Whether an address can only be reached from this host. */
export function isLoopback(address: string): boolean {
	const bare = plain(address);
	return bare === '::1' || /^127\.\d+\.\d+\.\d+$/.test(bare);
}

/**
 * Whether two listeners on one port exclude each other (or, with port sharing, serve the same clients): equal
 * addresses, or a wildcard that covers the other. `::` is taken for dual-stack, as on Linux by default.
 */
export function addressesConflict(one: string, other: string): boolean {
	const [a, b] = [plain(one), plain(other)];
	return a === b || covers(a, b) || covers(b, a);
}

function covers(wildcard: string, address: string): boolean {
	if (wildcard === '::') return true;
	return wildcard === '0.0.0.0' && !address.includes(':');
}

import type { Instance } from '../gateway/instance.ts';

/** Where clients reach the instance: at `host` when it listens there or nowhere, else where it listens instead. */
export function connectAddress(instance: Instance, host: string): string {
	const addresses = [...instance.listeners.values()]
		.filter((listener) => listener.port === instance.port)
		.map((listener) => listener.address);
	if (addresses.includes(host) || addresses.includes('0.0.0.0') || addresses.length === 0) return host;
	return addresses.includes('::') ? '::1' : (addresses[0] ?? host);
}

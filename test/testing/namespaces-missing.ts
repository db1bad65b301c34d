import { probeNamespaces } from '../../harness/arena/namespaces.ts';

/** Why no gateway runs in namespaces here; null when gateways do. */
export async function namespacesMissing(): Promise<string | null> {
	if (process.env.GATELOCK_NAMESPACES === 'off') return 'switched off by GATELOCK_NAMESPACES=off';
	return await probeNamespaces([process.cwd()]);
}

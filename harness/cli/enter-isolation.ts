import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Isolation, isolationSchema, isolationVariable } from '../arena/isolation.ts';
import { probeNamespaces, relaunchInNamespaces } from '../arena/namespaces.ts';

/** Set to `off` to run without namespaces where they would work. */
const namespacesVariable = 'GATELOCK_NAMESPACES';

/** Whether this process is the one inside the namespaces of a run. */
export function isInside(): boolean {
	return process.env[isolationVariable] !== undefined;
}

/**
 * Does the work in namespaces of its own where they work: outside of them this very command is run again inside.
 *
 * @param needed Paths that must stay visible.
 * @returns The exit code.
 */
export async function enterIsolation(
	needed: readonly string[],
	work: (isolation: Isolation) => Promise<number>,
): Promise<number> {
	const inside = process.env[isolationVariable];
	if (inside !== undefined) return await work(isolationSchema.parse(JSON.parse(inside)));
	const all = [process.cwd(), tmpdir(), ...needed];
	const reason = await whyNoNamespaces(all);
	if (reason === null) return await relaunchInNamespaces({ needed: all, environment: {} });
	return await work({
		kind: 'process-groups',
		reason,
		arenaRoot: path.join(tmpdir(), `gatelock-${process.pid}`),
	});
}

async function whyNoNamespaces(needed: readonly string[]): Promise<string | null> {
	if (process.env[namespacesVariable] === 'off') return `switched off by ${namespacesVariable}=off`;
	return await probeNamespaces(needed);
}

import { gatelock, inFolder, programAt, repository, seconds, type Tree } from './command.ts';
import type { Measurement } from './table.ts';

/** Known-bad gateways that keep cases waiting until a limit is reached. */
const knownBad = {
	'loser-hangs-after-message': 'each refused instance stays',
	'listener-in-surviving-child': 'its listener stays in a child that outlives a crash',
} as const;
type KnownBad = keyof typeof knownBad;

/** Full tier on the reference gateway, or on a known-bad one. */
async function fullTier(tree: Tree, gateway: KnownBad | null): Promise<{ wallMs: number; cpuMs: number }> {
	return await inFolder(async (folder) => {
		const options = gateway === null ? [] : ['--gateway', programAt(`fixtures/broken-gateways/${gateway}.mjs`, tree)];
		const ran = await gatelock(['run', '--tag', 'full', ...options], { cwd: folder, tree });
		const expected = gateway === null ? 0 : 1;
		if (ran.exitCode !== expected) throw new Error(`gatelock run ${options.join(' ')}: exit code ${ran.exitCode}.`);
		return ran;
	});
}

/** How much longer a run takes in which most refused instances hang, compared with one on the reference gateway. */
export async function waitingOf(tree: Tree): Promise<number> {
	const { wallMs } = await fullTier(tree, 'loser-hangs-after-message');
	return wallMs / (await fullTier(tree, null)).wallMs;
}

/** How much longer runs take whose cases wait. */
export async function measureWaiting(): Promise<Measurement> {
	const reference = await fullTier(repository, null);
	const rows: string[][] = [['reference gateway', '', seconds(reference.wallMs), '1.00', '1.00']];
	for (const [gateway, what] of Object.entries(knownBad)) {
		const { wallMs, cpuMs } = await fullTier(repository, gateway as KnownBad);
		const ratio = (wallMs / reference.wallMs).toFixed(2);
		rows.push([gateway, what, seconds(wallMs), ratio, (cpuMs / reference.cpuMs).toFixed(2)]);
	}
	return {
		title: 'The full tier on gateways whose cases wait for a limit',
		head: ['gateway', 'what waits', 'wall time', 'wall / reference', 'CPU / reference'],
		rows,
		notes: ['No run can be shorter than its CPU time divided by the cores.'],
	};
}

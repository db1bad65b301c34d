import { gatelock, inFolder, programAt, repository, seconds, type Tree } from './command.ts';
import type { Measurement } from './table.ts';

/** Its listener stays in a child that outlives it, so that most cases wait until a limit is reached. */
const knownBad = 'fixtures/broken-gateways/listener-in-surviving-child.mjs';

/** Wall time of the full tier on a gateway whose cases mostly wait, and on the reference gateway, in milliseconds. */
export async function waitingOf(tree: Tree): Promise<{ readonly badMs: number; readonly referenceMs: number }> {
	const wallMs = async (options: readonly string[], exitCode: number) =>
		await inFolder(async (folder) => {
			const ran = await gatelock(['run', '--tag', 'full', ...options], { cwd: folder, tree });
			if (ran.exitCode !== exitCode) throw new Error(`gatelock run ${options.join(' ')}: exit code ${ran.exitCode}.`);
			return ran.wallMs;
		});
	return { badMs: await wallMs(['--gateway', programAt(knownBad, tree)], 1), referenceMs: await wallMs([], 0) };
}

/** How much longer a run takes whose cases mostly wait. */
export async function measureWaiting(): Promise<Measurement> {
	const { badMs, referenceMs } = await waitingOf(repository);
	return {
		title: 'The full tier on a gateway whose cases mostly wait for a limit',
		head: ['known-bad gateway', 'reference gateway', 'known-bad / reference'],
		rows: [[seconds(badMs), seconds(referenceMs), (badMs / referenceMs).toFixed(2)]],
		notes: [`Known-bad: ${knownBad}.`],
	};
}

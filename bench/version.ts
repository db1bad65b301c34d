import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { repository, type Tree } from './command.ts';
import { type Measurement, median } from './table.ts';

const tries = 15;

/** Wall time of `gatelock --version` and of an empty program under the same Node, in milliseconds; medians. */
export function versionOf(tree: Tree): { readonly versionMs: number; readonly nodeMs: number } {
	const program = path.join(tree, 'bin', 'gatelock.js');
	const times: Record<'versionMs' | 'nodeMs', number[]> = { versionMs: [], nodeMs: [] };
	const timed = (into: number[], args: readonly string[]) => {
		const startedAt = performance.now();
		execFileSync(process.execPath, args, { stdio: 'ignore' });
		into.push(performance.now() - startedAt);
	};
	for (let round = 0; round < tries; round++) {
		timed(times.versionMs, [program, '--version']);
		timed(times.nodeMs, ['-e', '0']);
	}
	return { versionMs: median(times.versionMs), nodeMs: median(times.nodeMs) };
}

/** What the command line costs before it does anything. */
export async function measureVersion(): Promise<Measurement> {
	const { versionMs, nodeMs } = versionOf(repository);
	return {
		title: '`gatelock --version`',
		head: ['`gatelock --version`', '`node -e 0`', 'ratio'],
		rows: [[`${versionMs.toFixed(0)} ms`, `${nodeMs.toFixed(0)} ms`, (versionMs / nodeMs).toFixed(2)]],
		notes: [`The median of ${tries} runs each, in turn, under the same Node.`],
	};
}

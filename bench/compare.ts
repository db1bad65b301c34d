import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { inFolder, repository, type Tree } from './command.ts';
import { costOf, wallRatio } from './cost.ts';
import { pointsOf } from './points.ts';
import { startCostOf } from './start.ts';
import { type Measurement, median } from './table.ts';
import { versionOf } from './version.ts';
import { waitingOf } from './waiting.ts';

/** Figures of one tree by name. */
type Figures = Readonly<Record<string, number>>;

/** Groups of figures that one measurement gives together. */
const groups: Readonly<Record<string, (tree: Tree) => Promise<Figures> | Figures>> = {
	start: async (tree) => {
		const { inArenaMs, bareMs } = await startCostOf(tree);
		return { 'start: CPU in an arena, ms': inArenaMs, 'start: arena / bare': inArenaMs / bareMs };
	},
	cost: async (tree) => {
		const cost = await costOf(tree);
		return {
			'full tier: CPU, s': cost.cpuMs / 1000,
			'full tier: wall, s': cost.wallMs / 1000,
			'full tier: harness / gateways': cost.harnessMs / cost.gatewaysMs,
			'full tier: wall / (gateways / cores)': wallRatio(cost),
		};
	},
	waiting: async (tree) => {
		return { 'known-bad / reference, wall': await waitingOf(tree) };
	},
	version: (tree) => {
		const { versionMs, nodeMs } = versionOf(tree);
		return { '--version / node -e 0, wall': versionMs / nodeMs };
	},
	points: async (tree) => ({ 'crash points per second and core': await pointsOf(tree) }),
};

export const comparedGroups = Object.keys(groups);

/**
 * Measures this tree and another revision in turn, so that what else the machine does meets both.
 *
 * @param revision Of this repository.
 * @param options.rounds Measurements of each tree; the medians are compared.
 * @param options.only Groups of figures; all when empty.
 * @throws Error when the revision is unknown or a measurement fails.
 */
export async function measureCompared(
	revision: string,
	{ rounds, only }: { readonly rounds: number; readonly only: readonly string[] },
): Promise<Measurement> {
	return await inFolder(async (folder) => {
		const other = path.join(folder, 'tree');
		checkOut(revision, other);
		const rows: string[][] = [];
		for (const [name, measure] of Object.entries(groups)) {
			if (only.length > 0 && !only.includes(name)) continue;
			const here: Figures[] = [];
			const there: Figures[] = [];
			for (let round = 0; round < rounds; round++) {
				there.push(await measure(other));
				here.push(await measure(repository));
			}
			for (const figure of Object.keys(here[0] ?? {})) {
				const middle = (of: readonly Figures[]) => median(of.map((each) => each[figure] ?? Number.NaN));
				const [ours, theirs] = [middle(here), middle(there)];
				rows.push([figure, ours.toFixed(2), theirs.toFixed(2), (ours / theirs).toFixed(2)]);
			}
		}
		return {
			title: `This tree compared with ${revision}`,
			head: ['figure', 'this tree', revision, 'this / that'],
			rows,
			notes: [`The median of ${rounds} measurements of each, in turn.`],
		};
	});
}

/** The files of a revision, with the packages that this tree has installed. */
function checkOut(revision: string, folder: string): void {
	mkdirSync(folder);
	const archive = execFileSync('git', ['-C', repository, 'archive', revision], { maxBuffer: 256 * 1024 ** 2 });
	execFileSync('tar', ['-x', '-C', folder], { input: archive });
	symlinkSync(path.join(repository, 'node_modules'), path.join(folder, 'node_modules'));
}

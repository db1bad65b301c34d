import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { parseTimeline } from '../harness/timeline/timeline-file.ts';
import { gatelock, inFolder, repository, type Tree } from './command.ts';
import type { Measurement } from './table.ts';

/** Starts of each kind; the kernel counts processor time of children in steps of 10 ms. */
const tries = 40;

/** Processor time of one start of the reference gateway that is refused at once, in milliseconds. */
export interface StartCost {
	readonly inArenaMs: number;
	/** The same command without any harness. */
	readonly bareMs: number;
	/** `node -e 0` */
	readonly nodeMs: number;
}

const noteSchema = z.object({ inArenaMs: z.number(), bareMs: z.number(), nodeMs: z.number() });

/** Starts the reference gateway with an invalid port, in an arena and bare in turn, and reads what the children used. */
export async function startCostOf(tree: Tree): Promise<StartCost> {
	return await inFolder(async (folder) => {
		mkdirSync(path.join(folder, 'scenarios'));
		writeFileSync(path.join(folder, 'scenarios', 'cost.scenario.ts'), scenarioText(tree));
		const ran = await gatelock(['run', 'cost-of-a-start', '--workers', '1'], { cwd: folder, tree });
		// Whether a start that is refused keeps the contract does not matter here.
		if (ran.exitCode === null || ran.exitCode > 1)
			throw new Error(`The scenario that measures a start ended with exit code ${ran.exitCode}.`);
		const record = path.join(folder, '.gatelock');
		const [run = ''] = readdirSync(record).filter((name) => /^\d/.test(name));
		const file = path.join(record, run, 'cases', 'cost-of-a-start', 'timeline.jsonl');
		const notes = parseTimeline(readFileSync(file, 'utf8')).timeline.flatMap((event) =>
			event.type === 'note' && event.text.startsWith('{"inArenaMs"') ? [noteSchema.parse(JSON.parse(event.text))] : [],
		);
		const [note] = notes;
		if (note === undefined) throw new Error('The scenario that measures a start left no figures.');
		return note;
	});
}

/** Source: proc_pid_stat(5), fields 16 and 17: time of children that were waited for, in clock ticks. */
const scenarioText = (tree: Tree) => `import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { scenario } from ${JSON.stringify(path.join(tree, 'harness', 'index.ts'))};

const ticksPerSecond = ${Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))};
const childrenMs = () => {
	const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1].split(' ');
	return ((Number(fields[13]) + Number(fields[14])) / ticksPerSecond) * 1000;
};
const measured = async (work) => {
	const before = childrenMs();
	await work();
	return childrenMs() - before;
};
const bare = async (command) => {
	const child = spawn(command[0], command.slice(1), { stdio: ['ignore', 'pipe', 'pipe'] });
	child.stdout.resume();
	child.stderr.resume();
	await once(child, 'close');
};

scenario('Cost of a start', { asserts: [], timeoutMs: 600_000 }, async ({ arena }) => {
	const command = [...arena.context.gateway.words, 'gateway', '--port', 'abc'];
	const sum = { inArenaMs: 0, bareMs: 0, nodeMs: 0 };
	for (let round = 0; round < ${tries / 5}; round++) {
		sum.inArenaMs += await measured(async () => {
			for (let at = 0; at < 5; at++) {
				const gateway = await arena.launch({ portText: 'abc' });
				await arena.watcher.until(() => gateway.gone, arena.expiry(60_000, gateway));
			}
		});
		sum.bareMs += await measured(async () => {
			for (let at = 0; at < 5; at++) await bare(command);
		});
		sum.nodeMs += await measured(async () => {
			for (let at = 0; at < 5; at++) await bare([process.execPath, '-e', '0']);
		});
	}
	for (const name of Object.keys(sum)) sum[name] /= ${tries};
	arena.recorder.add({ type: 'note', text: JSON.stringify(sum) });
	await arena.start();
});
`;

/** What a start in an arena costs, compared with the same command without one. */
export async function measureStart(): Promise<Measurement> {
	const { inArenaMs, bareMs, nodeMs } = await startCostOf(repository);
	const ms = (value: number) => `${value.toFixed(0)} ms`;
	return {
		title: 'CPU of one start of the reference gateway, until it rejects an invalid port',
		head: ['in an arena', 'bare', '`node -e 0`', 'arena / bare', 'bare / `node -e 0`'],
		rows: [[ms(inArenaMs), ms(bareMs), ms(nodeMs), (inArenaMs / bareMs).toFixed(2), (bareMs / nodeMs).toFixed(2)]],
		notes: [`The mean of ${tries} starts each, in turn.`],
	};
}

import path from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { isAlive } from '../observe/proc.ts';
import { markedPids } from './end-processes.ts';
import { removeTree } from './remove-tree.ts';
import { removeWhenEmpty } from './remove-when-empty.ts';

const arenaSchema = z.object({ marker: z.string().min(8), folder: z.string().min(2) });
const messageSchema = z.object({ watch: arenaSchema.optional(), forget: arenaSchema.optional() });

/** After the harness's death: rounds of killing, 20 ms apart. */
const maxRounds = 150;

const open = new Map<string, string>();
// The guard must outlive every polite way of ending its parent.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});

for await (const line of createInterface({ input: process.stdin })) {
	const { watch, forget } = messageSchema.parse(JSON.parse(line));
	if (watch) open.set(watch.marker, watch.folder);
	if (forget) open.delete(forget.marker);
}
if (open.size > 0) await cleanUp();

async function cleanUp(): Promise<void> {
	for (let round = 0; round < maxRounds; round++) {
		const left = [...open.keys()]
			.flatMap((marker) => markedPids(marker))
			.filter(({ pid, startTicks }) => isAlive(pid, startTicks));
		for (const { pid } of left) {
			try {
				process.kill(pid, 'SIGKILL');
			} catch {
				// Gone already.
			}
		}
		if (left.length === 0 && round > 2) break;
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
	for (const folder of open.values()) {
		removeTree(folder);
		removeWhenEmpty(path.dirname(folder));
	}
}

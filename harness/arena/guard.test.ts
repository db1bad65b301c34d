import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import { isAlive } from '../observe/proc.ts';
import { gatewayProgram } from '../testing/arena-for-tests.ts';
import { tempFolder } from '../testing/temp-folder.ts';
import { markedPids } from './end-processes.ts';

vi.setConfig({ testTimeout: 120_000 });

const starter = fileURLToPath(new URL('../testing/start-and-stay.ts', import.meta.url));

/** A gateway with a child in a session of its own that ignores every polite signal. */
const stubborn = `
	import { spawn } from 'node:child_process';
	const ignore = "for (const s of ['SIGTERM','SIGINT','SIGHUP']) process.on(s, () => {}); setInterval(() => {}, 1000)";
	spawn(process.execPath, ['-e', ignore], { detached: true, stdio: 'ignore' }).unref();
	await kit.runGateway();
`;

test.each(['SIGKILL', 'SIGTERM'] as const)('the harness dies of %s: nothing of its arena is left', async (signal) => {
	const folder = tempFolder();
	const harness = spawn(process.execPath, [starter, folder, ...gatewayProgram(stubborn)], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	onTestFinished(() => void harness.kill('SIGKILL'));
	const [line] = await once(createInterface({ input: harness.stdout }), 'line');
	const told: { arena: string; marker: string; processes: { pid: number; startTicks: number }[] } = JSON.parse(line);
	const alive = () => told.processes.filter(({ pid, startTicks }) => isAlive(pid, startTicks)).length;
	expect({ alive: alive(), folder: existsSync(told.arena) }).toEqual({ alive: 2, folder: true });
	harness.kill(signal);
	await once(harness, 'exit');
	await vi.waitFor(
		() =>
			expect({ alive: alive(), marked: markedPids(told.marker), folder: existsSync(told.arena) }).toEqual({
				alive: 0,
				marked: [],
				folder: false,
			}),
		{ timeout: 60_000, interval: 20 },
	);
});

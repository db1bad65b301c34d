import { readdirSync, readFileSync } from 'node:fs';
import type { Shadow } from '../arena/namespaces.ts';
import { pauseSchema } from '../arena/pause.ts';
import { pauseMessages } from './messages.ts';

/** In the shadow of a run: says how to look inside when a case stands still, and hands in the user's word to go on. */
export function pauseTeller(): Shadow {
	let end = () => {};
	return {
		onLine(text, { insidePid, goOn }) {
			end();
			const pause = pauseSchema.safeParse(JSON.parse(text));
			if (!pause.success) return;
			const outside = (pid: number) => outsidePid(pid, insidePid) ?? pid;
			const processes = pause.data.processes.map((each) => ({ ...each, pid: outside(each.pid) }));
			const told = { ...pause.data, processes, harness: outside(pause.data.harness) };
			process.stderr.write(pauseMessages.paused(told, process.pid));
			const go = () => {
				end();
				goOn();
			};
			process.stdin.on('data', go);
			process.on('SIGCONT', go);
			end = () => {
				process.stdin.off('data', go);
				process.stdin.pause();
				process.off('SIGCONT', go);
				end = () => {};
			};
		},
		onEnd: () => end(),
	};
}

/**
 * What the machine calls a process of the run. Source: proc(5), NSpid: the first number is that of this namespace, the
 * second that of the run's.
 */
function outsidePid(pid: number, insidePid: number): number | null {
	for (const name of readdirSync('/proc').filter((each) => /^\d+$/.test(each))) {
		const status = read(`/proc/${name}/status`);
		const ids = /^NSpid:\s+(.*)$/m.exec(status)?.[1]?.split(/\s+/).map(Number) ?? [];
		if (ids[1] === pid && isBelow(Number(name), insidePid)) return Number(name);
	}
	return null;
}

const maxDepth = 100;

function isBelow(pid: number, ancestor: number): boolean {
	let at = pid;
	for (let depth = 0; depth < maxDepth && at > 1; depth++) {
		if (at === ancestor) return true;
		at = Number(/^PPid:\s+(\d+)$/m.exec(read(`/proc/${at}/status`))?.[1] ?? 0);
	}
	return false;
}

function read(file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return '';
	}
}

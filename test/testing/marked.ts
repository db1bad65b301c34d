import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, listPids, readCommandLine, readEnvironment, readStat } from '../../harness/observe/proc.ts';

/** For processes that have no more to do than to end, on a machine that may be busy. */
const graceMs = 60_000;

/**
 * Marks whatever a command starts, so that a test finds it from outside: `PATH` is the variable that the harness hands
 * on to everything, its gateways and its guard included. A fixture that clears its environment has it in its words.
 */
export class Mark {
	readonly text = `/marked-by-test/${randomUUID()}`;
	readonly env = { PATH: `${process.env.PATH}:${this.text}` };

	/** Living processes that carry the mark, with their commands. */
	processes(): string[] {
		return this.#living().map(({ pid }) => `${pid}: ${(readCommandLine(pid) ?? []).join(' ').slice(0, 200)}`);
	}

	/** Those of them that a case's arena started: gateways, their children, occupants. */
	gateways(): number[] {
		return this.#living()
			.filter(({ environment }) => /(?:^|\0)GATELOCK_(?:CASE|OCCUPANT)=/.test(environment))
			.map(({ pid }) => pid);
	}

	/** Those that belong to the harness itself. */
	harness(): number[] {
		const gateways = new Set(this.gateways());
		return this.#living()
			.filter(({ pid, environment }) => environment.includes(this.text) && !gateways.has(pid))
			.map(({ pid }) => pid);
	}

	/** What does not end by itself; empty as soon as nothing is left. */
	async remains(): Promise<string[]> {
		const until = performance.now() + graceMs;
		while (performance.now() < until && this.processes().length > 0) await sleep(20);
		return this.processes();
	}

	#living(): { pid: number; environment: string }[] {
		return listPids().flatMap((pid) => {
			const environment = readEnvironment(pid) ?? '';
			const stat = readStat(pid);
			const isMarked =
				environment.includes(this.text) || readCommandLine(pid)?.some((word) => word.includes(this.text));
			if (!isMarked || stat === null || !isAlive(pid, stat.startTicks)) return [];
			return [{ pid, environment }];
		});
	}
}

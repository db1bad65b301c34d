import { CapabilityMissingError, FaultNotPreparedError } from '../arena/errors.ts';
import type { Instance } from '../gateway/instance.ts';
import type { Member } from '../observe/process-tree.ts';
import type { Fault } from './fault.ts';

/** From the command to the death: heap exhaustion needs the longest, as it first fills the heap. */
const deathTimeoutMs = 30_000;
/** A gateway may be ready before the harness has read that its preload is there; on a busy machine it often is. */
const helloTimeoutMs = 3_000;
/** Small enough to be full in about a second, large enough for the builds to start in. */
const heapLimitMb = 768;

/** `process.abort()` inside the holder. */
export const abort = inProcess('abort', 'abort');
/** An exception that nobody catches. */
export const uncaughtException = inProcess('uncaught-exception', 'uncaught-exception');
/** A promise rejection that nobody handles. */
export const unhandledRejection = inProcess('unhandled-rejection', 'unhandled-rejection');
/** The holder's JavaScript heap runs full. */
export const heapExhaustion: Fault = {
	...inProcess('heap-exhaustion', 'heap-exhaustion'),
	environment: { NODE_OPTIONS: `--max-old-space-size=${heapLimitMb}` },
};
/** `process.exit(code)` inside the holder, from outside its own shutdown path. */
export function processExit(code: number): Fault {
	return inProcess(`process-exit-${code}`, `exit ${code}`);
}

/**
 * A fault inside an unmodified Node gateway, through the harness's preload. Proof: the preload's answer on its channel,
 * and the holder's end.
 */
function inProcess(name: string, word: string): Fault {
	return {
		name,
		target: 'holder',
		effect: 'crash',
		needsPreload: true,
		available: () => null,
		async inject(instance) {
			if (!instance.preloaded) throw new FaultNotPreparedError(name);
			const [holder] = instance.processes('holder');
			if (holder !== undefined && !(await saidHello(instance, holder))) {
				throw new CapabilityMissingError(
					'preload',
					`no preload answered in pid ${holder.pid}: the gateway is no Node program`,
				);
			}
			const answer = holder === undefined ? null : await instance.control.tell(holder.pid, word);
			return {
				pids: holder === undefined ? [] : [holder.pid],
				proof: async () => {
					if (holder === undefined) return { proved: false, why: 'there is no holder to hit' };
					if (answer !== `firing ${word}`) {
						return { proved: false, why: `the preload in pid ${holder.pid} did not answer` };
					}
					const ended = await instance.arena.watcher.until(
						() => !holder.alive,
						instance.arena.expiry(deathTimeoutMs, instance),
					);
					if (!ended) return { proved: false, why: `pid ${holder.pid} lives ${deathTimeoutMs} ms after it answered` };
					const exit = holder.pid === instance.pid ? await instance.exitStatus(2_000) : null;
					const status = exit === null ? 'gone' : (exit.signal ?? `exit code ${exit.code}`);
					return { proved: true, how: `preload answered "firing ${word}"; pid ${holder.pid}: ${status}` };
				},
			};
		},
	};
}

/** Whether the preload in that process is there; one that died in the meantime is told by what comes next. */
async function saidHello({ arena, control }: Instance, holder: Member): Promise<boolean> {
	return await arena.watcher.until(() => control.knows(holder.pid) || !holder.alive, arena.expiry(helloTimeoutMs));
}

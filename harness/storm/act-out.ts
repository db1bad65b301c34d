import type { Arena } from '../arena/arena.ts';
import { killInStart } from '../arena/kill-in-start.ts';
import type { Occupant } from '../arena/occupant.ts';
import { waitUntilQuiet } from '../arena/wait-until-quiet.ts';
import { winnerOf } from '../arena/winner-of.ts';
import type { Fault } from '../faults/fault.ts';
import { abort, processExit, uncaughtException, unhandledRejection } from '../faults/in-process.ts';
import { sigcont, sigkill, signal, sigstop } from '../faults/signals.ts';
import type { Instance } from '../gateway/instance.ts';
import type { LaunchOptions } from '../gateway/launch.ts';
import { preparedInstances, type Step, type StepOf } from './steps.ts';

/** A program that has the pid which the dead gateway had in its pid namespace. */
export const pidTaker = ['sleep', '1000'] as const;

const crashes: Readonly<Record<StepOf<'crash'>['how'], Fault>> = {
	abort,
	'uncaught-exception': uncaughtException,
	'unhandled-rejection': unhandledRejection,
	'exit-0': processExit(0),
	'exit-1': processExit(1),
};

/**
 * Does what the story says, by what a scenario file has at hand; `storyScenario` prints the same as such a file.
 *
 * @returns How many steps were not taken: kills whose moment never came.
 * @throws StoryEndedError, CapabilityMissingError as any scenario.
 */
export async function actOut(steps: readonly Step[], arena: Arena): Promise<number> {
	const actor = new Actor(steps, arena);
	for (const step of steps) await actor.do(step);
	return actor.notTaken;
}

class Actor {
	notTaken = 0;
	readonly #arena: Arena;
	readonly #prepared: ReadonlySet<number>;
	readonly #instances = new Map<number, Instance>();
	#occupant: Occupant | null = null;
	readonly #otherPorts = new Map<'neighbour' | 'moved', number>();

	constructor(steps: readonly Step[], arena: Arena) {
		this.#arena = arena;
		this.#prepared = preparedInstances(steps);
	}

	async do(step: Step): Promise<void> {
		const arena = this.#arena;
		switch (step.do) {
			case 'start':
				this.#instances.set(step.instance, await arena.start(await this.#launchOptions(step)));
				return;
			case 'kill-in-start':
				if (!(await killInStart(arena, step.at))) this.notTaken++;
				return;
			case 'start-together': {
				const options = this.#prepared.has(step.instance) ? { prepareFor: abort } : {};
				this.#instances.set(step.instance, winnerOf(await arena.startMany(step.count, options)));
				return;
			}
			case 'connect':
				return await this.#of(step).connect(step.clients, { deaf: step.isDeaf });
			case 'kill':
			case 'stop':
				return await this.#of(step).inject(signal(step.signal));
			case 'crash':
				return await this.#of(step).inject(crashes[step.how]);
			case 'begin-stop':
				return await this.#of(step).inject(signal(step.signal), { settle: false });
			case 'end-stop': {
				const instance = this.#of(step);
				const { killAfterMs } = step;
				const hasEnded = () => instance.processes('tree').length === 0;
				const isKilled = killAfterMs !== null && !(await arena.watcher.until(hasEnded, arena.expiry(killAfterMs)));
				if (isKilled) await instance.inject(sigkill);
				else await arena.waitGone(instance);
				return;
			}
			case 'nudge':
				await this.#of(step).inject(signal(step.signal, step.signal === 'SIGHUP' ? 'tree' : 'holder'));
				return await waitUntilQuiet(this.#of(step));
			case 'freeze':
				return await this.#of(step).inject(sigstop);
			case 'thaw':
				return await this.#of(step).inject(sigcont);
			case 'clear':
				if (!this.#of(step).gone) await this.#of(step).inject(signal('SIGKILL', step.target));
				return;
			case 'occupy':
				this.#occupant = await arena.occupy(step.kind, step.address);
				return;
			case 'vacate':
				return await this.#occupant?.stop();
		}
	}

	async #launchOptions({ instance, place, pids }: StepOf<'start'>): Promise<LaunchOptions> {
		const prepared = this.#prepared.has(instance) ? { prepareFor: abort } : {};
		const world = pids === 'taken' ? { ownPids: true, neighbours: [pidTaker] } : { ownPids: true };
		const options = { ...prepared, ...(pids === 'shared' ? {} : { world }) };
		switch (place) {
			case 'main':
				return options;
			case 'other-home':
				return { profile: 'other', ...options };
			case 'neighbour':
				return { profile: 'neighbour', port: await this.#otherPort(place), ...options };
			case 'moved':
				return { port: await this.#otherPort(place), ...options };
		}
	}

	async #otherPort(place: 'neighbour' | 'moved'): Promise<number> {
		const port = this.#otherPorts.get(place) ?? (await this.#arena.anotherPort());
		this.#otherPorts.set(place, port);
		return port;
	}

	#of({ instance }: { readonly instance: number }): Instance {
		const found = this.#instances.get(instance);
		if (found === undefined) throw new RangeError(`The story has not started instance ${instance}.`);
		return found;
	}
}

import { Arena } from '../arena/arena.ts';
import { Instance } from '../gateway/instance.ts';
import { type LeftoverOptions, leftovers } from './leftovers.ts';
import { matcherMessages as say } from './messages.ts';

/** What Vitest wants of a matcher. */
interface Outcome {
	readonly pass: boolean;
	/** Shown when the expectation was not met: said either way round, for `.not`. */
	readonly message: () => string;
}

/**
 * What a story may expect beyond its contract. Each looks once, at what is known now: `start` and `inject` have waited
 * already. An expectation that is not met fails the case.
 */
export const matchers = {
	toBeListeningOn(received: unknown, where: number | string): Outcome {
		const instance = anInstance(received, 'toBeListeningOn');
		instance.arena.watcher.look();
		const places = [...instance.listeners.values()].map(({ address, port }) => ({
			address,
			port,
			text: at(address, port),
		}));
		const pass = places.some(({ port, text }) => (typeof where === 'number' ? port === where : text === where));
		const known = {
			id: instance.id,
			where: String(where),
			places: places.map(({ text }) => text),
			life: lifeOf(instance),
		};
		return { pass, message: () => (pass ? say.listens(known) : say.listensNot(known)) };
	},

	toHaveExitedWith(received: unknown, how: number | string): Outcome {
		const instance = anInstance(received, 'toHaveExitedWith');
		const { exit, id } = instance;
		const pass = exit !== null && (typeof how === 'number' ? exit.code === how : exit.signal === how);
		const known = {
			id,
			how: exitText(how),
			life: lifeOf(instance),
			lastLine: exit === null ? undefined : instance.lines.at(-1),
		};
		return { pass, message: () => (pass ? say.exited(known) : say.exitedOtherwise(known)) };
	},

	toBeGone(received: unknown): Outcome {
		const instance = anInstance(received, 'toBeGone');
		instance.arena.watcher.look();
		const pids = instance.processes('tree').map(({ pid }) => pid);
		return {
			pass: instance.gone,
			message: () => (instance.gone ? say.isGone(instance.id) : say.isNotGone(instance.id, pids, lifeOf(instance))),
		};
	},

	toHavePrinted(received: unknown, what: string | RegExp): Outcome {
		const instance = anInstance(received, 'toHavePrinted');
		const pass = instance.lines.some((line) => (typeof what === 'string' ? line.includes(what) : what.test(line)));
		const known = { id: instance.id, what: typeof what === 'string' ? JSON.stringify(what) : String(what) };
		return { pass, message: () => (pass ? say.printed(known) : say.printedNot({ ...known, lines: instance.lines })) };
	},

	toHaveClients(received: unknown, count: number): Outcome {
		const { id, clients } = anInstance(received, 'toHaveClients');
		const pass = clients === count;
		return { pass, message: () => (pass ? say.clients(id, count) : say.clientsOtherwise(id, count, clients)) };
	},

	toHaveLeftNothing(received: unknown, options: LeftoverOptions = {}): Outcome {
		if (!(received instanceof Arena)) throw new TypeError(say.notAnArena('toHaveLeftNothing', received));
		const { alive, things } = leftovers(received, options);
		const pass = alive.length === 0 && things.length === 0;
		return { pass, message: () => (pass ? say.leftNothing() : say.left(alive, things)) };
	},
};

function anInstance(received: unknown, matcher: string): Instance {
	if (received instanceof Instance) return received;
	throw new TypeError(say.notAnInstance(matcher, received));
}

function at(address: string, port: number): string {
	return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

function exitText(how: number | string): string {
	return typeof how === 'number' ? `exit code ${how}` : how;
}

function lifeOf({ exit, gone }: Instance): string {
	if (exit !== null) return say.hasExited(exit.signal ?? exitText(exit.code ?? 0));
	return gone ? say.gone : say.runs;
}

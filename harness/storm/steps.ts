import { z } from 'zod';
import { startMoments } from '../arena/kill-in-start.ts';

/** Where a gateway is started: whose state it shares, and whose port it wants. */
export const places = ['main', 'other-home', 'neighbour', 'moved'] as const;
export type Place = (typeof places)[number];

/** `own`: the same pid at every start, as in a container. `taken`: that pid is another program's by now. */
export const pidKinds = ['shared', 'own', 'taken'] as const;

/** Deaths of the whole tree; the kernel dumps nothing, and the gateway can do nothing. */
export const killSignals = ['SIGKILL', 'SIGQUIT', 'SIGABRT', 'SIGSEGV'] as const;
export const stopSignals = ['SIGTERM', 'SIGINT'] as const;
/** What a gateway makes of these is its own affair. */
export const nudgeSignals = ['SIGHUP', 'SIGUSR1'] as const;
export const crashKinds = ['abort', 'uncaught-exception', 'unhandled-rejection', 'exit-0', 'exit-1'] as const;
export const clearTargets = ['tree', 'holder'] as const;
export const occupantKinds = ['tcp', 'http', 'websocket', 'resetting', 'slow-http'] as const;

/** Instances are numbered in the order in which the story starts them, from 1. */
const instance = z.int().positive();

/** One step of a story. */
export const stepSchema = z.discriminatedUnion('do', [
	z.object({ do: z.literal('start'), instance, place: z.enum(places), pids: z.enum(pidKinds) }),
	/** A start that is killed in its middle; should the moment not come, when it is over. */
	z.object({ do: z.literal('kill-in-start'), instance, at: z.enum(startMoments) }),
	/** Several at once; who comes out on top is the instance. */
	z.object({ do: z.literal('start-together'), instance, count: z.int().min(2).max(8) }),
	z.object({ do: z.literal('connect'), instance, clients: z.int().positive(), isDeaf: z.boolean() }),
	z.object({ do: z.literal('kill'), instance, signal: z.enum(killSignals) }),
	/** A death inside the process. */
	z.object({ do: z.literal('crash'), instance, how: z.enum(crashKinds) }),
	z.object({ do: z.literal('stop'), instance, signal: z.enum(stopSignals) }),
	/** As `stop`, but the story goes on at once. */
	z.object({ do: z.literal('begin-stop'), instance, signal: z.enum(stopSignals) }),
	/** Waits for the end of a stop that was begun; null: however long it takes, else a SIGKILL after so many ms. */
	z.object({ do: z.literal('end-stop'), instance, killAfterMs: z.int().positive().nullable() }),
	z.object({ do: z.literal('nudge'), instance, signal: z.enum(nudgeSignals) }),
	z.object({ do: z.literal('freeze'), instance }),
	z.object({ do: z.literal('thaw'), instance }),
	/** Kills an instance of which the story does not know whether it still runs, or only who holds its port. */
	z.object({ do: z.literal('clear'), instance, target: z.enum(clearTargets) }),
	z.object({ do: z.literal('occupy'), kind: z.enum(occupantKinds), address: z.enum(['127.0.0.1', '0.0.0.0']) }),
	z.object({ do: z.literal('vacate') }),
]);
export type Step = z.infer<typeof stepSchema>;
export type StepOf<K extends Step['do']> = Extract<Step, { do: K }>;

/** Instances that die by a fault inside the process: they must be prepared for it from their start. Pure. */
export function preparedInstances(steps: readonly Step[]): ReadonlySet<number> {
	return new Set(steps.flatMap((step) => (step.do === 'crash' ? [step.instance] : [])));
}

import { z } from 'zod';
import { eventSchema, type TimelineEvent } from '../timeline/events.ts';
import { cleanState, crashStateSchema } from './crash-state.ts';

/** All that happened in an arena until everything in it was dead, and what that left. */
export const historySchema = z.object({
	/** In order, without `case-started`. */
	events: z.array(eventSchema),
	state: crashStateSchema,
	elapsedMs: z.number().nonnegative(),
	instanceCount: z.int().nonnegative(),
});
export type History = z.infer<typeof historySchema>;

/** Nothing has happened yet. */
export const noHistory: History = { events: [], state: cleanState, elapsedMs: 0, instanceCount: 0 };

/** An instance that lived when everything died. */
export interface Victim {
	readonly id: string;
	readonly pids: readonly number[];
	readonly starvedMs: number;
}

/** As good as without a limit. */
const noHurry = 1_000;

/**
 * What a tracer stops at thousands of calls is as slow as the harness makes it: how long such a start, or a stop, took is
 * judged by no limit. Pure.
 */
export function withoutHurry(events: readonly TimelineEvent[], isHeld: (instance: string) => boolean): TimelineEvent[] {
	return events.map((event) =>
		event.type === 'spawned' && isHeld(event.instance) ? { ...event, slowdown: noHurry } : event,
	);
}

/**
 * The events by which a record says that everything was killed at `t`. It was killed, only later: its files were kept as
 * they were at that moment, and are brought back for the next start. Pure.
 */
export function deathEvents(victims: readonly Victim[], t: number, at: string): TimelineEvent[] {
	return victims.flatMap(({ id, pids, starvedMs }): TimelineEvent[] => {
		const fault = `s-${id}`;
		const proof = `strace: the last call that changed files was: ${at}; the files are as they were then`;
		return [
			{
				...{ t, type: 'fault-planned', fault, name: 'SIGKILL', instance: id, target: 'tree' },
				...{ moment: `after ${at}`, effect: 'crash' },
			} as TimelineEvent,
			{ t, type: 'fault-fired', fault, instance: id, pids: [...pids] },
			{ t, type: 'fault-proved', fault, instance: id, proof },
			{ t, type: 'exited', instance: id, code: null, signal: 'SIGKILL', starvedMs },
			...pids.map((pid): TimelineEvent => ({ t, type: 'process-gone', instance: id, pid })),
			{ t, type: 'gone', instance: id, starvedMs },
		];
	});
}

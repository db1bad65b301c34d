import { z } from 'zod';
import { soloCallSchema } from './race-plan.ts';

/** Who is held: a start, or a shutdown. */
export const heldRuns = ['start', 'stop'] as const;
export type HeldRun = (typeof heldRuns)[number];

/** Where the other contender is to listen; both have one home. */
export const rivalPorts = ['same', 'other'] as const;
export type RivalPort = (typeof rivalPorts)[number];

/** One order of two contenders: the held one stands after a call while the other runs to ready or refusal. */
export const scheduleSchema = z.object({
	/** The state that both begin with: `clean`, `killed` (a holder that was up), or the point whose death left it. */
	from: z.string(),
	held: z.enum(heldRuns),
	/** Null when nobody is held: the other one starts when the first one is up. */
	after: soloCallSchema.nullable(),
	/** The call after which the other one is held in its turn, while the first one goes on; null lets it run. */
	rivalAfter: soloCallSchema.nullable(),
	rivalPort: z.enum(rivalPorts),
	/** At the end a third one starts. */
	hasThird: z.boolean(),
});
export type Schedule = z.infer<typeof scheduleSchema>;
/** A schedule in which one is held. */
export type HeldSchedule = Schedule & { readonly after: NonNullable<Schedule['after']> };

/** How many times a contender is taken off that could go on: the bound of an exploration of races. Pure. */
export function preemptionsOf({ after, rivalAfter }: Schedule): number {
	return [after, rivalAfter].filter((call) => call !== null).length;
}

/**
 * As `--schedule` takes it: `clean~stop:bind`, `killed~start:unlink home/main/x.lock#2~other-port`,
 * `killed~start:unlink home/main/x.lock~rival:bind`. Pure.
 */
export function scheduleId({ from, held, after, rivalAfter, rivalPort }: Schedule): string {
	// By its call, not by its number: how often a big program looks at files differs from run to run.
	return [
		from,
		after === null ? `${held} in turn` : `${held}:${nameOf(after)}`,
		...(rivalAfter === null ? [] : [`rival:${nameOf(rivalAfter)}`]),
		...(rivalPort === 'other' ? [otherPort] : []),
	].join('~');
}

/** A call as a schedule names it. */
export type NamedCall = Pick<z.infer<typeof soloCallSchema>, 'maskedCall' | 'nth'>;

/** `openat home/x.lock#2` for the second such call; see `readName`. Pure. */
export function nameOf({ maskedCall, nth }: NamedCall): string {
	return nth === 1 ? maskedCall : `${maskedCall}#${nth}`;
}

const otherPort = 'other-port';
const scheduleShape =
	/^(?<from>clean|killed|(?:[a-zA-Z0-9-]+:\d+\/)*[a-zA-Z0-9-]+:\d+)~(?<held>start|stop):(?<call>[^~]+?)(?:~rival:(?<rival>[^~]+?))?(?<other>~other-port)?$/;

/** The holds that a schedule's name asks for. */
export type AskedSchedule = Pick<Schedule, 'from' | 'held' | 'rivalPort'> & {
	readonly call: NamedCall;
	readonly rival: NamedCall | null;
};

/** Reads what `scheduleId` gives; null for what is no name. Pure. */
export function readScheduleId(id: string): AskedSchedule | null {
	const { from, held, call, rival, other } = scheduleShape.exec(id)?.groups ?? {};
	if (from === undefined || (held !== 'start' && held !== 'stop') || call === undefined) return null;
	return {
		...{ from, held, rivalPort: other === undefined ? 'same' : 'other', call: readName(call) },
		rival: rival === undefined ? null : readName(rival),
	};
}

/** The other way round. Pure. */
export function readName(name: string): NamedCall {
	const [, maskedCall = name, nth = '1'] = /^(.+?)#(\d+)$/.exec(name) ?? [];
	return { maskedCall, nth: Number(nth) };
}

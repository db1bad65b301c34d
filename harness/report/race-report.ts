import { z } from 'zod';
import { limitSchema } from '../contract/limits.ts';
import { findingSchema, verdictSchema } from '../judge/finding.ts';

const stateSchema = z.object({
	/** `clean`, or the point whose death left it. */
	from: z.string(),
	tree: z.array(z.string()),
	/** Calls of a start, and of a shutdown, that look at the arena or change it. */
	callsSeen: z.int(),
	/** Calls after which one was held. */
	holds: z.int(),
	/** The state that no start can tell from this one; it was not raced from. */
	settledBy: z.string().nullable(),
});
export type RaceStateReport = z.infer<typeof stateSchema>;

const scheduleReportSchema = z.object({
	/** As `--schedule` takes it. */
	id: z.string(),
	/** The call after which the first contender was held. */
	call: z.string(),
	/** The call after which the other one was held; null where it ran. */
	rivalCall: z.string().nullable(),
	verdict: verdictSchema,
	reason: z.string().optional(),
	ready: z.array(z.string()),
	folder: z.string(),
});
export type ScheduleReport = z.infer<typeof scheduleReportSchema>;

const raceFindingSchema = findingSchema.extend({
	/** The shortest schedule that shows it, in words. */
	story: z.array(z.string()),
	schedule: z.string(),
	schedules: z.array(z.string()),
	/** A scenario file that does it again. */
	scenario: z.string(),
	folder: z.string(),
	replay: z.string(),
	/** How often it came again when the schedule was run so many times more. */
	repeated: z.object({ runs: z.int(), failed: z.int(), proved: z.int() }),
});
export type RaceFinding = z.infer<typeof raceFindingSchema>;

/** What `gatelock explore races --json` writes. */
export const raceReportSchema = z.object({
	schema: z.literal(1),
	kind: z.literal('races'),
	gateway: z.string(),
	contract: z.string(),
	isolation: z.string(),
	seed: z.int(),
	limits: z.array(limitSchema),
	/** How many times a contender was taken off at most that could go on. */
	preemptions: z.int(),
	states: z.array(stateSchema),
	schedules: z.array(scheduleReportSchema),
	findings: z.array(raceFindingSchema),
	/** What breaks without any race, too; see `gatelock run` and `gatelock explore crashes`. */
	withoutRace: z.array(findingSchema),
	totals: z.object({
		callsSeen: z.int(),
		schedules: z.int(),
		findings: z.int(),
		invalid: z.int(),
		/** Gateway starts, measuring aside. */
		starts: z.int(),
	}),
	verdict: verdictSchema,
	completeness: z.object({ isComplete: z.boolean(), sentence: z.string() }),
	durationMs: z.number(),
	folder: z.string(),
});
export type RaceReport = z.infer<typeof raceReportSchema>;

export interface RacesSoFar extends Pick<RaceReport, 'preemptions'> {
	readonly states: readonly RaceStateReport[];
	readonly schedules: readonly ScheduleReport[];
}

/** The bound inside which every order was run, or what is missing. Pure. */
export function raceCompleteness(
	{ states, schedules, preemptions }: RacesSoFar,
	missing: readonly string[],
): RaceReport['completeness'] {
	if (missing.length > 0) return { isComplete: false, sentence: `Not complete: ${missing.join('; ')}.` };
	const from = states.map((state) => state.from).join(', ');
	const ports = schedules.some(({ id }) => id.endsWith('~other-port')) ? 'one port or of two' : 'one port';
	const holds =
		preemptions === 1
			? 'one of them held once (preemption bound 1) while the other runs to ready or refusal'
			: 'one of them held once while the other runs to ready or refusal, or is held once, too, while the first runs on (preemption bound 2)';
	return {
		isComplete: true,
		sentence: `Complete within: two contenders of one home and ${ports}, ${holds}, and a third after them, from ${from}: ${schedules.length} orders; others come to the same as one of these.`,
	};
}

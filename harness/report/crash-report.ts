import { z } from 'zod';
import { limitSchema } from '../contract/limits.ts';
import { findingSchema, verdictSchema } from '../judge/finding.ts';

/** What lies in an arena after a death, a line for each thing. */
const treeSchema = z.array(z.string());

const passSchema = z.object({
	/** `startup`, or `startup:3/recovery` for a start over the state that a death after call 3 left. */
	pass: z.string(),
	/** What the traced gateway did. */
	outcome: z.string(),
	callsSeen: z.int(),
	points: z.int(),
	/** States that this pass left, and how many of them no earlier pass had left. */
	distinctStates: z.int(),
	newStates: z.int(),
	invalid: z.int(),
	/** The tracer's record, relative to the run's folder. */
	trace: z.string(),
	trouble: z.string().nullable(),
});
export type PassReport = z.infer<typeof passSchema>;

const pointSchema = z.object({
	/** As `--point` takes it: `startup:3`. */
	id: z.string(),
	/** As `--point` takes it where the number of a call differs from run to run; null where the id does. */
	name: z.string().nullable(),
	call: z.string(),
	/** File and line of the trace. */
	trace: z.string(),
	traceLine: z.int(),
	/** The state that a death after this call leaves; null when that is not proved. */
	state: z.string().nullable(),
	unproved: z.string().nullable(),
	/** Of a direct kill at this point; absent when states were taken without killing. */
	verdict: verdictSchema.optional(),
});
export type PointReport = z.infer<typeof pointSchema>;

const stateSchema = z.object({
	key: z.string(),
	tree: treeSchema,
	/** Points whose death leaves this state. */
	points: z.array(z.string()),
	/** `start`: it was started from. Else the state that no start can tell from this one. */
	settledBy: z.string(),
	verdict: verdictSchema,
	reason: z.string().optional(),
	outcome: z.string(),
	/** Its record, relative to the run's folder. */
	folder: z.string(),
});
export type StateReport = z.infer<typeof stateSchema>;

export const crashFindingSchema = findingSchema.extend({
	/** Also found without any crash. */
	isWithoutCrash: z.boolean(),
	/** The first point that leads to it; null when no crash is needed. */
	point: pointSchema.nullable(),
	/** All of them. */
	points: z.array(z.string()),
	state: treeSchema,
	lockout: z
		.object({
			/** When the last refused start had ended, and when one served again: it ended in between. */
			refusedMs: z.number(),
			lockedOutMs: z.number(),
			starts: z.int(),
			said: z.string().nullable(),
			endedBy: z.string(),
			/** The point over which it was measured, once for all equal ones; null without a crash. */
			measuredAt: z.string().nullable(),
		})
		.nullable(),
	/** The record, relative to the run's folder. */
	folder: z.string(),
	/** The command that does it again by a real SIGKILL; null when no crash is needed. */
	replay: z.string().nullable(),
});
export type CrashFinding = z.infer<typeof crashFindingSchema>;

/** What `gatelock explore crashes --json` writes. */
export const crashReportSchema = z.object({
	schema: z.literal(1),
	kind: z.literal('crashes'),
	gateway: z.string(),
	contract: z.string(),
	isolation: z.string(),
	seed: z.int(),
	limits: z.array(limitSchema),
	/** `restored`: states are taken without killing and started from. `killed`: SIGKILL at each point. */
	method: z.enum(['restored', 'killed']),
	isPruned: z.boolean(),
	levels: z.int(),
	masks: z.array(z.object({ name: z.string(), what: z.string() })),
	passes: z.array(passSchema),
	points: z.array(pointSchema),
	states: z.array(stateSchema),
	findings: z.array(crashFindingSchema),
	totals: z.object({
		callsSeen: z.int(),
		points: z.int(),
		distinctStates: z.int(),
		statesJudged: z.int(),
		findings: z.int(),
		invalid: z.int(),
		/** Gateway starts, measuring aside. */
		starts: z.int(),
	}),
	/** Of a replay: how often the finding came again. */
	replay: z.object({ point: z.string(), runs: z.int(), failed: z.int(), proved: z.int() }).nullable(),
	verdict: verdictSchema,
	/** "Complete within …", or what is missing. */
	completeness: z.object({ isComplete: z.boolean(), sentence: z.string() }),
	durationMs: z.number(),
	folder: z.string(),
});
export type CrashReport = z.infer<typeof crashReportSchema>;

import { z } from 'zod';
import { clauseResultSchema, findingSchema, verdictSchema } from '../judge/finding.ts';
import { crashStateSchema } from './crash-state.ts';

const lockoutSchema = z.object({
	/** The last line that the first start printed. */
	said: z.string().nullable(),
	/** How long it lasted; null when an equal one was measured already. */
	measured: z
		.object({
			/** From the death to the end of the last start that was refused. */
			refusedMs: z.number().nonnegative(),
			/** From the death to the first start that served again, or how long it was followed. */
			lockedOutMs: z.number().nonnegative(),
			starts: z.int(),
			endedBy: z.string(),
		})
		.nullable(),
});
export type Lockout = z.infer<typeof lockoutSchema>;

/** What a traced start looked at. */
export const looksSchema = z.object({
	readSet: z.array(z.tuple([z.string(), z.array(z.enum(['exists', 'stat', 'list', 'content']))])),
	/** Logs: files to which it only appended. */
	logs: z.array(z.string()),
});
export type Looks = z.infer<typeof looksSchema>;

/** What came of starting from one crash state. */
export const judgedSchema = z.object({
	verdict: verdictSchema,
	clauses: z.array(clauseResultSchema),
	reason: z.string().optional(),
	outcome: z.enum(['ready', 'exited', 'alive']),
	/** Calls of which a tracer told up to that; null without one. */
	tracedCalls: z.int().nonnegative().nullable(),
	/** Null when nobody recorded it. */
	looks: looksSchema.nullable(),
	/** What lay in the arena when it was ready. */
	after: crashStateSchema.nullable(),
	/** What a second instance and the shutdown after it broke; null when they were not run. */
	rest: z.array(findingSchema).nullable(),
	/** Which of the known states it recovered to, so that they need not be run. */
	restOf: z.int().nullable(),
	starts: z.int().nonnegative(),
	lockout: lockoutSchema.nullable(),
	/** From the first start's spawn to its listener, without the time it got no core; null when it never listened. */
	listenMs: z.number().nullable(),
	/** What was later than its limit under a tracer, for which limits are stretched; null when nothing was. */
	late: z.object({ startByMs: z.number().nonnegative(), isLateElsewhere: z.boolean() }).nullable(),
	/** Relative to the run's folder. */
	folder: z.string(),
});
export type Judged = z.infer<typeof judgedSchema>;

/** For a start that is judged with everything that follows it, whatever other starts have shown. */
export const nothingKnown = { tracerCostMsPerCall: 0, knownAfter: [], logs: [], knownLockouts: [] };

/** Clauses that a slower start may break. */
export const startClauses: readonly string[] = ['binds-at-startup', 'rebinds-immediately'];
/** The same, and those that a slower end may break. */
export const timedClauses: readonly string[] = [...startClauses, 'fails-fast', 'frees-port-on-shutdown'];

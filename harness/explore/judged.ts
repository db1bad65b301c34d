import { z } from 'zod';
import { clauseResultSchema, verdictSchema } from '../judge/finding.ts';
import { crashStateSchema } from './crash-state.ts';

const lockoutSchema = z.object({
	/** From the death to the first start that served again, or how long it was followed. */
	lockedOutMs: z.number().nonnegative(),
	starts: z.int(),
	/** The last line that the first start printed. */
	said: z.string().nullable(),
	endedBy: z.string(),
});
export type Lockout = z.infer<typeof lockoutSchema>;

/** What came of starting from one crash state. */
export const judgedSchema = z.object({
	verdict: verdictSchema,
	clauses: z.array(clauseResultSchema),
	reason: z.string().optional(),
	outcome: z.enum(['ready', 'exited', 'alive']),
	/** What the start looked at; null when nobody recorded it. */
	readSet: z.array(z.tuple([z.string(), z.array(z.enum(['exists', 'stat', 'list', 'content']))])).nullable(),
	/** What lay in the arena when it was ready. */
	after: crashStateSchema.nullable(),
	starts: z.int().nonnegative(),
	lockout: lockoutSchema.nullable(),
	/** Relative to the run's folder. */
	folder: z.string(),
});
export type Judged = z.infer<typeof judgedSchema>;

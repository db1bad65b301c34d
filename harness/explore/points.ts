import { z } from 'zod';
import { type History, historySchema } from './history.ts';
import { looksSchema } from './judged.ts';
import { passes } from './phases.ts';

/** A moment after a relevant call at which everything may die. */
export const pointSchema = z.object({
	pass: z.enum(passes),
	/** Which relevant call of its run, from 1. */
	number: z.int().positive(),
	/** For people: `write home/main/.gateway/x.lock "620"`. */
	call: z.string(),
	/** The call in a form that is equal in every run. */
	maskedCall: z.string(),
	relevance: z.enum(['files', 'kernel', 'exit', 'look']),
	/** The line of the trace, and where it stands in it, from 1. */
	line: z.string(),
	traceLine: z.int(),
	/** The state that a death after this call leaves; null without proof. */
	state: z.string().nullable(),
	/** Why there is no proof that this call was the last that ran. */
	unproved: z.string().nullable(),
});
export type Point = z.infer<typeof pointSchema>;

/** What one traced run gave. */
export const collectedSchema = z.object({
	points: z.array(pointSchema),
	/** One history for each distinct state. */
	histories: z.array(z.tuple([z.string(), historySchema])),
	/** The trace, relative to the run's folder. */
	trace: z.string(),
	/** Relevant and other calls in the trace. */
	callsSeen: z.int().nonnegative(),
	/** What the traced gateway did. */
	outcome: z.string(),
	/** Why the run does not say all that it should. */
	trouble: z.string().nullable(),
	starts: z.int().nonnegative(),
	/** What the start looked at, when that was asked for. */
	looks: looksSchema.nullable(),
});
export type Collected = z.infer<typeof collectedSchema>;

/** What a death at the point leaves; null when that is not proved. Pure. */
export function historyAt({ histories }: Collected, { state }: Point): History | null {
	return histories.find(([key]) => key === state)?.[1] ?? null;
}

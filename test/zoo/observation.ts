import { z } from 'zod';
import { limitedClauseIdSchema } from '../../harness/contract/clause-ids.ts';
import { caseResultSchema } from '../../harness/scenario/case-result.ts';

/** How near to its limit a gateway came, in effective milliseconds. */
export const marginSchema = z.object({
	clause: limitedClauseIdSchema,
	tookMs: z.number().nonnegative(),
	limitMs: z.number().positive(),
});
export type Margin = z.infer<typeof marginSchema>;

export const observedCaseSchema = z.object({
	result: caseResultSchema,
	/** Starts of the gateway in this case. */
	starts: z.int().nonnegative(),
	margins: z.array(marginSchema),
});
export type ObservedCase = z.infer<typeof observedCaseSchema>;

/** What a cage prints while it works, one JSON object per line, so that a cage that is killed leaves what it had. */
export const cageLineSchema = z.discriminatedUnion('type', [
	z.object({ type: z.literal('case'), gateway: z.string(), case: observedCaseSchema }),
	z.object({ type: z.literal('error'), gateway: z.string(), reason: z.string() }),
	/** All cases of this gateway were run. */
	z.object({ type: z.literal('done'), gateway: z.string(), durationMs: z.number() }),
]);
export type CageLine = z.infer<typeof cageLineSchema>;

/** What is known of one gateway of the zoo after its cases. */
export interface Observation {
	readonly cases: readonly ObservedCase[];
	/** What went wrong outside of the cases. */
	readonly errors: readonly string[];
	/** Whether every planned case was run. */
	readonly isComplete: boolean;
	readonly durationMs: number;
}

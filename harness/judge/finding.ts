import { z } from 'zod';
import { clauseIdSchema } from '../contract/clause-ids.ts';

export const evidenceSchema = z.object({
	/** Milliseconds since the case began. */
	t: z.number(),
	text: z.string(),
});
export type Evidence = z.infer<typeof evidenceSchema>;

/** One clause broken, with its evidence. */
export const findingSchema = z.object({
	clause: clauseIdSchema,
	/** One sentence: what happened. */
	message: z.string(),
	evidence: z.array(evidenceSchema),
	/** For messages that differ: what was expected, and what the gateway printed. */
	expected: z.string().optional(),
	actual: z.string().optional(),
	/** Where the build's own document contradicts its code on this. */
	contradiction: z.string().optional(),
});
export type Finding = z.infer<typeof findingSchema>;

export const clauseStatuses = ['holds', 'broken', 'not-exercised'] as const;
export const clauseResultSchema = z.object({
	id: clauseIdSchema,
	status: z.enum(clauseStatuses),
	findings: z.array(findingSchema),
	/** Why a clause of the project's own could not judge: its code is at fault. */
	error: z.string().optional(),
});
export type ClauseResult = z.infer<typeof clauseResultSchema>;

/** `flaky`: repeats of one case disagree. `skipped`: a capability is missing; never counted as passed. */
export const verdicts = ['pass', 'fail', 'flaky', 'invalid', 'skipped'] as const;
export const verdictSchema = z.enum(verdicts);
export type Verdict = z.infer<typeof verdictSchema>;

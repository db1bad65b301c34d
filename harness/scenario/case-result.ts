import { z } from 'zod';
import { clauseIdSchema } from '../contract/clause-ids.ts';
import { clauseResultSchema, verdictSchema } from '../judge/finding.ts';

/** What came of one case; goes from the worker to the main process, and into the case's folder. */
export const caseResultSchema = z.object({
	id: z.string(),
	scenario: z.string(),
	title: z.string(),
	asserts: z.array(clauseIdSchema),
	verdict: verdictSchema,
	clauses: z.array(clauseResultSchema),
	reason: z.string().optional(),
	/** The scenario's file, relative to the project; absent when the kit brings it. */
	file: z.string().optional(),
	/** What the second contract says of the same record. */
	also: z
		.object({
			contract: z.string(),
			verdict: verdictSchema,
			clauses: z.array(clauseResultSchema),
			reason: z.string().optional(),
		})
		.optional(),
	durationMs: z.number(),
	/** Relative to the run folder; absent when nothing was recorded. */
	folder: z.string().optional(),
});
export type CaseResult = z.infer<typeof caseResultSchema>;

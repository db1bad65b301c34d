import { z } from 'zod';
import { findingSchema, verdictSchema } from '../judge/finding.ts';

/** What came of one story. */
export const toldSchema = z.object({
	verdict: verdictSchema,
	reason: z.string().optional(),
	findings: z.array(findingSchema),
	starts: z.int().nonnegative(),
	/** Relative to the run's folder; absent when nothing was recorded. */
	folder: z.string().optional(),
});
export type ToldStory = z.infer<typeof toldSchema>;

import { z } from 'zod';

/** What the loop of `random-kills` is to do. */
export const killJobSchema = z.object({
	/** The gateway's program. */
	file: z.string(),
	/** What gives the bug away. */
	shows: z.enum(['a refused start', 'a lock left behind']),
	tries: z.int().positive(),
	/** Starts of one try, at most. */
	mostStarts: z.int().positive(),
	/** No try is begun later than this, in milliseconds. */
	budgetMs: z.number().positive(),
});
export type KillJob = z.infer<typeof killJobSchema>;

/** What came of one try. */
export const trySchema = z.object({ starts: z.int(), isFound: z.boolean() });
export type Try = z.infer<typeof trySchema>;

import { z } from 'zod';
import { clauseIdSchema } from '../contract/clause-ids.ts';
import { findingSchema } from '../judge/finding.ts';

/** One release that was looked at. */
export const bisectLookSchema = z.object({
	/** Its place in the history, from 0. */
	index: z.int().nonnegative(),
	release: z.string(),
	/** What each look said, in their order. */
	observations: z.array(z.enum(['good', 'bad', 'unusable', 'no-verdict'])),
	/** Why nothing could be said. */
	problem: z.string().nullable(),
});
export type BisectLook = z.infer<typeof bisectLookSchema>;

/** The shape of `gatelock bisect --json`. */
export const bisectReportSchema = z.object({
	schema: z.literal(1),
	/** The package or the checkout. */
	what: z.string(),
	contract: z.string(),
	/** The clauses that make a release bad when one of them is broken; empty: any failing case does. */
	clauses: z.array(clauseIdSchema),
	/** Ids of the scenarios that each release was judged by. */
	scenarios: z.array(z.string()),
	/** The history, oldest first. */
	releases: z.array(z.string()),
	/** Those that were looked at, oldest first. */
	looks: z.array(bisectLookSchema),
	answer: z.discriminatedUnion('kind', [
		z.object({
			kind: z.literal('found'),
			lastGood: z.string(),
			firstBad: z.string(),
			/** Releases between the two that nothing could be said of; each may be the first bad one. */
			hidden: z.array(z.string()),
			/** The chance that the last good release is bad and merely did not show it; 0 for a steady verdict. */
			doubt: z.number().min(0).max(1),
		}),
		z.object({ kind: z.literal('end-unsayable'), release: z.string() }),
		z.object({ kind: z.literal('end-contradicts'), release: z.string(), said: z.enum(['good', 'bad']) }),
	]),
	/** What is wrong with the first bad release. */
	findings: z.array(findingSchema),
	/** Commands that repeat the two neighbours. */
	repeat: z.array(z.string()),
	wallMs: z.number().nonnegative(),
	/** Gateways started, without those of looks from the store. */
	starts: z.int().nonnegative(),
	/** Looks that were taken from the store. */
	storedLooks: z.int().nonnegative(),
	folder: z.string(),
});
export type BisectReport = z.infer<typeof bisectReportSchema>;

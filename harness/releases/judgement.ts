import { z } from 'zod';
import { reportSchema } from '../report/report.ts';

/** What one run of `gatelock run` said of one build, as it is stored. */
export const judgementSchema = z.object({
	schema: z.literal(1),
	label: z.string(),
	judgedAt: z.iso.datetime(),
	wallMs: z.number().nonnegative(),
	/** Gateways that were started for it. */
	starts: z.int().nonnegative(),
	outcome: z.discriminatedUnion('kind', [
		z.object({ kind: z.literal('judged'), report: reportSchema }),
		/** It could not be had, never starts, or let no client in: `reason` is what the run said. */
		z.object({ kind: z.literal('unusable'), code: z.int().nullable(), reason: z.string() }),
	]),
});
export type Judgement = z.infer<typeof judgementSchema>;

/** What is asked of each build. */
export interface Question {
	/** Id of a contract, or what else `--contract` accepts. */
	readonly contract: string;
	/** Ids of the scenarios that are run. */
	readonly scenarios: readonly string[];
	/** `--limit` as given. */
	readonly limits: readonly string[];
	readonly seed: number;
	readonly repeat: number;
}

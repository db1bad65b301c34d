import { z } from 'zod';
import { verdictSchema } from '../judge/finding.ts';
import { reportSchema } from './report.ts';

/** One build of a matrix, judged by one contract. */
export const matrixColumnSchema = z.object({
	/** `openclaw@2026.4.29`, a folder, a command. */
	build: z.string(),
	/** What `--contract` said; the report names the contract that it came to. */
	asked: z.string(),
	judgedAt: z.iso.datetime(),
	wallMs: z.number().nonnegative(),
	starts: z.int().nonnegative(),
	/** It was judged by an earlier call, and taken from the store. */
	stored: z.boolean(),
	/** What `gatelock run` reported; null when the build could not be judged. */
	report: reportSchema.nullable(),
	/** Why it could not be judged. */
	problem: z.string().nullable(),
});
export type MatrixColumn = z.infer<typeof matrixColumnSchema>;

/** The shape of `gatelock matrix --json`. */
export const matrixReportSchema = z.object({
	schema: z.literal(1),
	verdict: verdictSchema,
	contracts: z.array(z.string()),
	/** Ids of the scenarios that each build was judged by. */
	scenarios: z.array(z.string()),
	columns: z.array(matrixColumnSchema),
	wallMs: z.number().nonnegative(),
	/** Gateways started, without those of stored columns. */
	starts: z.int().nonnegative(),
	/** Where judgements and records lie. */
	folder: z.string(),
});
export type MatrixReport = z.infer<typeof matrixReportSchema>;

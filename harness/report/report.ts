import { z } from 'zod';
import { clauseIdSchema } from '../contract/clause-ids.ts';
import { baselineSchema, limitSchema } from '../contract/limits.ts';
import { clauseResultSchema, findingSchema, verdictSchema } from '../judge/finding.ts';

export const caseReportSchema = z.object({
	id: z.string(),
	title: z.string(),
	file: z.string().optional(),
	verdict: verdictSchema,
	asserts: z.array(clauseIdSchema),
	clauses: z.array(clauseResultSchema.pick({ id: true, status: true })),
	findings: z.array(findingSchema),
	/** Why a case is invalid or skipped. */
	reason: z.string().optional(),
	/** What the second contract says of it; see the report's `also`. */
	also: z
		.object({
			verdict: verdictSchema,
			clauses: z.array(clauseResultSchema.pick({ id: true, status: true })),
			findings: z.array(findingSchema),
		})
		.optional(),
	durationMs: z.number(),
	/** Where the timeline lies, relative to the report's folder; absent when nothing was recorded. */
	folder: z.string().optional(),
	/** The command that repeats exactly this case. */
	repeat: z.string().optional(),
	/** How many times it ran (`--repeat`). */
	runs: z.int().positive().default(1),
});
export type CaseReport = z.infer<typeof caseReportSchema>;

/** What a run found: the shape of `--json`, stable, with a published JSON schema (docs/report.schema.json). */
export const reportSchema = z.object({
	schema: z.literal(1),
	verdict: verdictSchema,
	/** Why the whole run is invalid, when no single case says it: nothing ran, or the control failed. */
	reason: z.string().optional(),
	gateway: z.string(),
	contract: z.string(),
	isolation: z.string(),
	seed: z.int(),
	baseline: baselineSchema.optional(),
	limits: z.array(limitSchema),
	/** What the two-instances control before the first case saw. */
	control: z.string().optional(),
	clauses: z.array(clauseResultSchema),
	cases: z.array(caseReportSchema),
	/**
	 * The same records judged by a second contract: the original document, or that of the build's own era. It decides
	 * neither about `verdict` nor about the exit code.
	 */
	also: z
		.object({
			contract: z.string(),
			verdict: verdictSchema,
			limits: z.array(limitSchema),
			clauses: z.array(clauseResultSchema),
		})
		.optional(),
	durationMs: z.number(),
	/** The run folder. */
	folder: z.string(),
	versions: z.record(z.string(), z.string()).default({}),
});
export type Report = z.infer<typeof reportSchema>;

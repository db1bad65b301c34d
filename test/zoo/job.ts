import { z } from 'zod';
import { capabilityTableSchema } from '../../harness/arena/capability-table-schema.ts';
import { runContextSchema } from '../../harness/arena/run-context.ts';
import { clauseIdSchema } from '../../harness/contract/clause-ids.ts';
import { baselineSchema } from '../../harness/contract/limits.ts';

/** A cage knows by itself how it is kept apart. */
const contextSchema = runContextSchema.omit({ isolation: true });

/** What is to be done in a cage. */
export const jobSchema = z.discriminatedUnion('kind', [
	z.object({ kind: z.literal('measure'), context: contextSchema, output: z.string() }),
	z.object({
		kind: z.literal('observe'),
		context: contextSchema,
		output: z.string(),
		/** Limits by what this gateway needs itself, as in a user's run, instead of those of the context. */
		isMeasured: z.boolean(),
		/** Ids of scenarios; a later round is run only when the earlier ones did not find `wanted`. */
		rounds: z.array(z.array(z.string())),
		/** The clause whose finding ends the search; null runs every round. */
		wanted: clauseIdSchema.nullable(),
	}),
]);
export type Job = z.infer<typeof jobSchema>;

/** What a `measure` job writes. */
export const measuredSchema = z.object({
	baseline: baselineSchema,
	control: z.string(),
	capabilities: capabilityTableSchema,
});
export type Measured = z.infer<typeof measuredSchema>;

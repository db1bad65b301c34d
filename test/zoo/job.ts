import { z } from 'zod';
import { capabilityTableSchema } from '../../harness/arena/capability-table-schema.ts';
import { runContextSchema } from '../../harness/arena/run-context.ts';
import { clauseIdSchema } from '../../harness/contract/clause-ids.ts';
import { baselineSchema } from '../../harness/contract/limits.ts';

/** A cage knows by itself how it is kept apart. */
const contextSchema = runContextSchema.omit({ isolation: true });

const observedGatewaySchema = z.object({
	context: contextSchema,
	/** Limits by what this gateway needs itself, as in a user's run, instead of those of the context. */
	isMeasured: z.boolean(),
	/** Ids of scenarios; a later round is run only when the earlier ones did not find `wanted`. */
	rounds: z.array(z.array(z.string())),
	/** The clause whose finding ends the search; null runs every round. */
	wanted: clauseIdSchema.nullable(),
});
/** A gateway, and what it meets in a cage. */
export type ObservedGateway = z.infer<typeof observedGatewaySchema>;

/** What is to be done in a cage. */
export const jobSchema = z.discriminatedUnion('kind', [
	z.object({ kind: z.literal('measure'), context: contextSchema, output: z.string() }),
	/** One gateway after the other. */
	z.object({ kind: z.literal('observe'), gateways: z.array(observedGatewaySchema).min(1) }),
]);
export type Job = z.infer<typeof jobSchema>;
export type JobContext = z.infer<typeof contextSchema>;

/** What a `measure` job writes. */
export const measuredSchema = z.object({
	baseline: baselineSchema,
	control: z.string(),
	capabilities: capabilityTableSchema,
	/** The scenarios of the kit. */
	scenarios: z.array(
		z.object({ id: z.string(), group: z.string(), tags: z.array(z.string()), asserts: z.array(z.string()) }),
	),
});
export type Measured = z.infer<typeof measuredSchema>;

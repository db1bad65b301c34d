import { z } from 'zod';
import { baselineSchema, limitSchema } from '../contract/limits.ts';
import { capabilityTableSchema } from './capability-table-schema.ts';
import { isolationSchema } from './isolation-schema.ts';

/** Everything that a case needs to know about its run. Plain data: it crosses from the main process to the workers. */
export const runContextSchema = z.object({
	runId: z.string(),
	/** Where records go. */
	runFolder: z.string(),
	gateway: z.object({
		text: z.string(),
		words: z.array(z.string()),
		environment: z.record(z.string(), z.string()),
	}),
	contract: z.string(),
	/** The folder whose config file names clauses and contracts of its own; null: none does. */
	project: z.string().nullable(),
	limits: z.array(limitSchema),
	/** A second contract that every case is judged by, to be shown beside the first; null: none. */
	also: z.object({ contract: z.string(), limits: z.array(limitSchema) }).nullable(),
	baseline: baselineSchema.nullable(),
	/** How long the gateway keeps a client that only connects; null when it was not seen to end one. */
	clientLifeMs: z.number().positive().nullable(),
	isolation: isolationSchema,
	capabilities: capabilityTableSchema,
	/** Folders copied into each arena, or null when the build starts as fast in an empty home. */
	warmHome: z.object({ home: z.string(), tmp: z.string() }).nullable(),
	/** Paths that gateways must see though they may lie below a folder that the arena makes private. */
	visible: z.array(z.string()),
	seed: z.int(),
	repeat: z.int().positive(),
	/** A case that fails is run so many times more; one that then passes is flaky. */
	retries: z.int().nonnegative(),
	/** No more repeats once one has failed. */
	untilFail: z.boolean(),
	keep: z.boolean(),
	/** Record the system calls of every gateway. */
	strace: z.boolean(),
	/** Where everything is stopped for a look; null: nowhere. */
	pauseAt: z.object({ event: z.string(), instance: z.string().nullable(), forMs: z.number().positive() }).nullable(),
	/** Nothing is run: the scenarios only say what they are. */
	listOnly: z.boolean(),
	/** The ids of the scenarios that are run; null: all. */
	wanted: z.array(z.string()).nullable(),
	/** How the kit was started, for commands to be copied: `npx gatelock`. */
	program: z.string(),
	/** The options of the run that must be said again to repeat a case. */
	repeatOptions: z.string(),
});
export type RunContext = z.infer<typeof runContextSchema>;

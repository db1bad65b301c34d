import { z } from 'zod';
import { baselineSchema, limitSchema } from '../contract/limits.ts';

/**
 * Version of a run folder. 1: no `run.json`, what the command line said is known from the repeat commands only. 2: with it.
 * Older ones are read, newer ones are refused.
 */
export const runFolderVersion = 2;

/** The name of the file. */
export const runRecordName = 'run.json';

/** What one run was, enough to repeat it: `run.json` of its folder. */
export const runRecordSchema = z.object({
	schema: z.literal(runFolderVersion),
	id: z.string(),
	startedAt: z.iso.datetime(),
	/** Of everything that took part: the kit, Node, the system, strace, the build and its integrity. */
	versions: z.record(z.string(), z.string()),
	isolation: z.string(),
	/** Each with null when it is there, else why it is not. */
	capabilities: z.record(z.string(), z.string().nullable()),
	contract: z.string(),
	seed: z.int(),
	limits: z.array(limitSchema),
	baseline: baselineSchema.nullable(),
	control: z.string(),
	/** The gateway as it is told. */
	gateway: z.string(),
	/** What was asked for. */
	asked: z.object({
		gateway: z.string().nullable(),
		build: z.string().nullable(),
		limits: z.record(z.string(), z.number()),
	}),
	/** The folder that the run was started in. */
	cwd: z.string(),
	/** Which part of the cases it ran (`--shard`). */
	shard: z.object({ index: z.int().positive(), count: z.int().positive() }).optional(),
});
export type RunRecord = z.infer<typeof runRecordSchema>;

/** A run folder of a version that this Gatelock does not read. */
export class RunFolderVersionError extends Error {
	override readonly name = 'RunFolderVersionError';

	constructor(file: string, found: string) {
		super(
			`${file} has schema version ${found}; this Gatelock reads 1 and ${runFolderVersion}. Next step: read it with the Gatelock that wrote it, or a newer one (npm install gatelock@latest).`,
		);
	}
}

/**
 * Reads the text of a `run.json`.
 *
 * @throws RunFolderVersionError for another version; a ZodError or SyntaxError when it is damaged.
 */
export function parseRunRecord(text: string, file: string): RunRecord {
	const value: unknown = JSON.parse(text);
	const version = z.looseObject({ schema: z.unknown() }).safeParse(value);
	if (version.success && version.data.schema !== runFolderVersion) {
		throw new RunFolderVersionError(file, JSON.stringify(version.data.schema) ?? 'nothing');
	}
	return runRecordSchema.parse(value);
}

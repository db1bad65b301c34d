import { z } from 'zod';
import { baselineSchema, limitSchema } from '../contract/limits.ts';
import { RunFolderVersionError, runFolderVersion } from './run-folder-version.ts';

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

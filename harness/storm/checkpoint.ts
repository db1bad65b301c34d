import { cpSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { limitedClauseIdSchema } from '../contract/clause-ids.ts';
import { stormCountsSchema, stormFindingSchema, withoutVerdictSchema } from '../report/storm-report.ts';

/** What was asked for: everything that decides which stories are told, and to whom. */
const askedSchema = z.object({
	gateway: z.string().nullable(),
	build: z.string().nullable(),
	contract: z.string(),
	limits: z.partialRecord(limitedClauseIdSchema, z.number().positive()),
	seed: z.int(),
	steps: z.int().positive(),
});
export type StormAsked = z.infer<typeof askedSchema>;

/** Where a storm stands; small, whatever it has seen. */
const checkpointSchema = z.object({
	schema: z.literal(1),
	kind: z.literal('storm-checkpoint'),
	asked: askedSchema,
	abilities: z.object({ ownPids: z.boolean(), inProcess: z.boolean(), traced: z.boolean() }),
	/** The first story that is not counted yet. */
	next: z.int().nonnegative(),
	activeMs: z.number().nonnegative(),
	counts: stormCountsSchema,
	findings: z.array(stormFindingSchema),
	/** Kinds of findings that are told already. */
	known: z.array(z.string()),
	withoutVerdict: z.array(withoutVerdictSchema),
});
export type StormCheckpoint = z.infer<typeof checkpointSchema>;

const fileName = 'checkpoint.json';
/** States and transitions seen, a line each: they only ever become more. */
export const seenFileName = 'seen.txt';

/** A storm that has told nothing yet. Pure. */
export function freshCheckpoint(asked: StormAsked, abilities: StormCheckpoint['abilities']): StormCheckpoint {
	const counts = { stories: 0, passed: 0, failed: 0, invalid: 0, skipped: 0, steps: 0, notTaken: 0, starts: 0 };
	return {
		...{ schema: 1, kind: 'storm-checkpoint', asked, abilities, next: 0, activeMs: 0 },
		...{ counts, findings: [], known: [], withoutVerdict: [] },
	};
}

/** Whole or not at all: a storm that is killed meanwhile leaves the one before. */
export function writeCheckpoint(runFolder: string, checkpoint: StormCheckpoint): void {
	const file = path.join(runFolder, fileName);
	writeFileSync(`${file}.new`, `${JSON.stringify(checkpoint, null, '\t')}\n`);
	renameSync(`${file}.new`, file);
}

/** The checkpoint of a run folder; null when there is none that can be read. */
export function readCheckpoint(runFolder: string): StormCheckpoint | null {
	try {
		const json: unknown = JSON.parse(readFileSync(path.join(runFolder, fileName), 'utf8'));
		return checkpointSchema.safeParse(json).data ?? null;
	} catch {
		return null;
	}
}

/** Takes what a checkpoint speaks of along into the folder of the run that goes on from it. */
export function adoptRun(from: string, into: string, { findings, withoutVerdict }: StormCheckpoint): void {
	const folders = [...findings, ...withoutVerdict].flatMap(({ folder }) => folder ?? []);
	for (const part of [seenFileName, ...folders]) {
		const source = path.join(from, part);
		if (existsSync(source)) cpSync(source, path.join(into, part), { recursive: true, force: false });
	}
}

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { clauseIdSchema } from '../../harness/contract/clause-ids.ts';
import { verdictSchema } from '../../harness/judge/finding.ts';
import { repository } from '../testing/repository.ts';

const recordFile = path.join(repository, 'fixtures', 'track-record', 'record.json');

const seenSchema = z.object({
	clause: clauseIdSchema,
	/** Whose promise it breaks: the original document's, or only that of the build's own era. */
	by: z.enum(['document', 'era']),
	message: z.string(),
	/** What the gateway printed: where a message differs from the promised one, that; else its last line. */
	printed: z.string().optional(),
});
export type Seen = z.infer<typeof seenSchema>;

const replaySchema = z.object({
	verdict: verdictSchema,
	/** Why there is no verdict. */
	reason: z.string().optional(),
	findings: z.array(seenSchema),
});
export type Replay = z.infer<typeof replaySchema>;

const groupSchema = z.object({
	build: z.string(),
	scenario: z.string(),
	/** Day of the run, by the machine's clock. */
	at: z.iso.date(),
	replays: z.array(replaySchema).min(1),
});
export type ReplayedGroup = z.infer<typeof groupSchema>;

const recordSchema = z.record(z.string(), groupSchema);

/** What `npm run track-record` saw last, by build and scenario; see `keyOf`. */
export type TrackRecord = z.infer<typeof recordSchema>;

/** The name of a group of replays in the record. */
export function keyOf({ build, scenario }: { readonly build: string; readonly scenario: string }): string {
	return `${build} ${scenario}`;
}

export function readTrackRecord(): TrackRecord {
	return recordSchema.parse(JSON.parse(readFileSync(recordFile, 'utf8')));
}

export function writeTrackRecord(record: TrackRecord): void {
	const ordered = Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
	writeFileSync(recordFile, `${JSON.stringify(ordered, null, '\t')}\n`);
}

import { z } from 'zod';
import { limitSchema } from '../contract/limits.ts';
import { findingSchema, type Verdict, verdictSchema } from '../judge/finding.ts';

export const stormFindingSchema = findingSchema.extend({
	/** As `--path` takes it: the story's number, then fast-check's way to the shrunk one. */
	path: z.string(),
	/** The steps of the shortest story that shows it, in words. */
	story: z.array(z.string()),
	/** Steps of the story that showed it first. */
	stepsBefore: z.int(),
	/** Runs that the shrinking took. */
	shrinkRuns: z.int(),
	/** How often it came again: the story as it was first, and the shortest one. */
	first: z.object({ runs: z.int(), failed: z.int() }),
	repeated: z.object({ runs: z.int(), failed: z.int() }),
	/** What else broke in the shortest story. */
	also: z.array(z.string()),
	/** A scenario file that does it again. */
	scenario: z.string(),
	folder: z.string(),
	replay: z.string(),
});
export type StormFinding = z.infer<typeof stormFindingSchema>;

export const stormCountsSchema = z.object({
	stories: z.int(),
	passed: z.int(),
	failed: z.int(),
	invalid: z.int(),
	skipped: z.int(),
	/** Steps that were taken. */
	steps: z.int(),
	/** Kills in the middle of a start whose moment never came; they are no steps. */
	notTaken: z.int(),
	/** Gateway starts, measuring aside. */
	starts: z.int(),
});
export type StormCounts = z.infer<typeof stormCountsSchema>;

export const withoutVerdictSchema = z.object({ story: z.int(), reason: z.string(), folder: z.string().nullable() });

/** What `gatelock storm --json` writes. */
export const stormReportSchema = z.object({
	schema: z.literal(1),
	kind: z.literal('storm'),
	gateway: z.string(),
	contract: z.string(),
	isolation: z.string(),
	seed: z.int(),
	/** Steps of a story at most. */
	steps: z.int(),
	/** Whether stories had pid namespaces, faults inside the process, and kills at the bind. */
	abilities: z.object({ ownPids: z.boolean(), inProcess: z.boolean(), traced: z.boolean() }),
	limits: z.array(limitSchema),
	findings: z.array(stormFindingSchema),
	/** The first of the stories that allowed no verdict. */
	withoutVerdict: z.array(withoutVerdictSchema),
	totals: stormCountsSchema.extend({
		/** Distinct states and transitions of the model. */
		states: z.int(),
		transitions: z.int(),
		findings: z.int(),
		storiesPerMinute: z.number(),
	}),
	notDeterministic: z.array(z.string()),
	verdict: verdictSchema,
	/** Of all sessions of a storm that was resumed. */
	activeMs: z.number(),
	durationMs: z.number(),
	folder: z.string(),
	/** Goes on from here; null when a single story was told again. */
	resume: z.string().nullable(),
});
export type StormReport = z.infer<typeof stormReportSchema>;

/**
 * The most stories without a verdict, as a share of all. A story counts as one when it was told twice in vain, and of
 * several hundred over the reference gateway, most at a load of ten for each core, none did: more than this is no
 * accident, and says that the harness does not reach this gateway.
 */
const mostWithoutVerdict = 0.02;

/**
 * A storm claims nothing of what it has not seen: one story in fifty without a verdict is told and does not undo the
 * rest, so a storm of hours survives a bad moment of its machine, and a short one has none to lose. Pure.
 */
export function stormVerdict(
	findings: number,
	{ stories, passed }: StormCounts,
): Extract<Verdict, 'pass' | 'fail' | 'invalid'> {
	if (findings > 0) return 'fail';
	return passed > 0 && stories - passed <= stories * mostWithoutVerdict ? 'pass' : 'invalid';
}

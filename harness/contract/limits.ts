import { z } from 'zod';
import { type LimitedClauseId, limitedClauseIdSchema } from './clause-ids.ts';
import type { Contract } from './contract.ts';

/** One time limit as used in a run: its value, and in words where the value comes from. */
export const limitSchema = z.object({
	clause: limitedClauseIdSchema,
	limitMs: z.number().positive(),
	origin: z.string(),
	/** Of this time an instance may spend so much waiting; the same on a fast and on a slow machine. */
	idleLimitMs: z.number().positive().optional(),
	/** Of a start that finds none of the build's caches, because the case took them away; absent where that costs nothing. */
	coldLimitMs: z.number().positive().optional(),
});
export type Limit = z.infer<typeof limitSchema>;

/**
 * What the build itself was measured to need on this machine, before any case. All in milliseconds, without the time
 * that its processes were runnable but got no core ("starved").
 */
export const baselineSchema = z.object({
	/** First start in a fresh home: spawn to listening. */
	coldStartMs: z.number().nonnegative(),
	/** A later start in the same home: spawn to listening. */
	warmStartMs: z.number().nonnegative(),
	/** A start that fails for a reason of its own (bad port number): spawn to exit; null when it did not fail. */
	failStartMs: z.number().nonnegative().nullable(),
	/** How much of a failing or a warm start, whichever is more, it spends waiting, not working. */
	idleMs: z.number().nonnegative().optional(),
});
export type Baseline = z.infer<typeof baselineSchema>;

/**
 * The limits of a run: the contract's rule for each clause applied to the build's own baseline, or the user's override.
 * Pure.
 */
export function limitsFor(
	contract: Contract,
	baseline: Baseline,
	overrides: Partial<Record<LimitedClauseId, number>> = {},
): Limit[] {
	return limitedClauseIdSchema.options.map((clause) => {
		const override = overrides[clause];
		if (override !== undefined) return { clause, limitMs: override, origin: '--limit' };
		const rule = contract.limits[clause];
		const base = baselineOf(rule.baseline, baseline);
		const limitMs = Math.round(base * rule.factor + rule.plusMs);
		const scaled =
			rule.baseline === 'none'
				? `${rule.plusMs} ms`
				: `${rule.baseline} ${Math.round(base)} ms × ${rule.factor} + ${rule.plusMs} ms`;
		const limit = { clause, limitMs, origin: `${scaled} (${rule.source})`, ...coldLimit(rule, baseline) };
		if (rule.idle === undefined) return limit;
		const idleLimitMs = Math.round((baseline.idleMs ?? 0) * rule.idle.factor + rule.idle.plusMs);
		return { ...limit, idleLimitMs, origin: `${limit.origin}; of that, waiting at most ${idleLimitMs} ms` };
	});
}

/** From here on a build's caches save what a limit has to know of. */
const cachesSaveMs = 1_500;

function coldLimit(rule: Contract['limits'][LimitedClauseId], baseline: Baseline): { readonly coldLimitMs?: number } {
	const savedMs = baseline.coldStartMs - baseline.warmStartMs;
	if (rule.baseline !== 'warm start' || savedMs <= cachesSaveMs) return {};
	return { coldLimitMs: Math.round(baseline.coldStartMs * rule.factor + rule.plusMs) };
}

function baselineOf(kind: Contract['limits'][LimitedClauseId]['baseline'], baseline: Baseline): number {
	switch (kind) {
		case 'none':
			return 0;
		case 'warm start':
			return baseline.warmStartMs;
		case 'failing or warm start':
			return Math.max(baseline.failStartMs ?? 0, baseline.warmStartMs);
	}
}

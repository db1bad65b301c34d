import { z } from 'zod';
import { clauseIds, limitedClauseIds } from '../contract/clause-ids.ts';
import type { Contract } from '../contract/contract.ts';

const text = z.string().min(1);
const factor = z.number().nonnegative();

const clauseSchema = z.strictObject({ quote: text, judged: text, exercisedBy: text.exactOptional() });

const limitRuleSchema = z.strictObject({
	baseline: z.enum(['none', 'warm start', 'failing or warm start']),
	factor,
	plusMs: factor,
	idle: z.strictObject({ factor, plusMs: factor }).exactOptional(),
	source: text,
});

const readyClaimSchema = text.refine(isPattern, {
	error: 'a regular expression with the holes {host} and {port}',
});

/** A contract from a config file. */
export const contractSchema: z.ZodType<Contract> = z.strictObject({
	id: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/, { error: 'lower-case letters, digits, dots and dashes' }),
	title: text,
	source: text,
	clauses: z.strictObject(tableOf(clauseIds, clauseSchema)),
	host: text,
	defaultPort: z.int().min(1).max(65_535),
	messages: z.strictObject({ inUse: text, bindFailed: text }),
	readyClaims: z.array(readyClaimSchema),
	readiness: z
		.discriminatedUnion('kind', [
			z.strictObject({ kind: z.literal('websocket') }),
			z.strictObject({ kind: z.literal('http'), path: z.string().startsWith('/') }),
			z.strictObject({ kind: z.literal('tcp') }),
			z.strictObject({ kind: z.literal('output'), line: readyClaimSchema }),
		])
		.exactOptional(),
	unpromised: z.array(z.strictObject({ clause: z.enum(clauseIds), why: text })).exactOptional(),
	limits: z.strictObject(tableOf(limitedClauseIds, limitRuleSchema)),
	allowedLeftovers: z.array(z.strictObject({ glob: text, source: text })),
	pidGuards: z.array(text),
});

function tableOf<K extends string, S extends z.ZodType>(keys: readonly K[], schema: S): Record<K, S> {
	return Object.fromEntries(keys.map((key) => [key, schema])) as Record<K, S>;
}

function isPattern(source: string): boolean {
	try {
		new RegExp(source.replaceAll('{host}', 'h').replaceAll('{port}', '1'));
		return true;
	} catch {
		return false;
	}
}

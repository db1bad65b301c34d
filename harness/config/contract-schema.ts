import { z } from 'zod';
import { clauseIds, eraClauseIds, limitedClauseIds } from '../contract/clause-ids.ts';
import type { Contract } from '../contract/contract.ts';

const text = z.string().min(1);
const factor = z.number().nonnegative();

const clauseSchema = z.strictObject({
	quote: text,
	wording: z.enum(['quoted', 'own']).exactOptional(),
	source: text.exactOptional(),
	judged: text,
	exercisedBy: text.exactOptional(),
});

const limitRuleSchema = z.strictObject({
	baseline: z.enum(['none', 'warm start', 'failing or warm start']),
	factor,
	plusMs: factor,
	idle: z.strictObject({ factor, plusMs: factor }).exactOptional(),
	source: text,
});

const patternSchema = text.refine(isPattern, {
	error: 'a regular expression with the holes {host} and {port}',
});

/** A contract from a config file. */
export const contractSchema: z.ZodType<Contract> = z.strictObject({
	id: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/, { error: 'lower-case letters, digits, dots and dashes' }),
	title: text,
	source: text,
	clauses: z.strictObject({
		...tableOf(clauseIds, clauseSchema),
		...tableOf(eraClauseIds, clauseSchema.exactOptional()),
	}),
	host: text,
	defaultPort: z.int().min(1).max(65_535),
	messages: z.strictObject({
		inUse: text,
		bindFailed: text,
		stateOwned: text.exactOptional(),
		mayFollow: patternSchema.exactOptional(),
		source: text.exactOptional(),
	}),
	readyClaims: z.array(patternSchema),
	readiness: z
		.discriminatedUnion('kind', [
			z.strictObject({ kind: z.literal('websocket') }),
			z.strictObject({ kind: z.literal('http'), path: z.string().startsWith('/') }),
			z.strictObject({ kind: z.literal('tcp') }),
			z.strictObject({ kind: z.literal('output'), line: patternSchema }),
		])
		.exactOptional(),
	unpromised: z.array(z.strictObject({ clause: z.enum(clauseIds), why: text })).exactOptional(),
	limits: z.strictObject(tableOf(limitedClauseIds, limitRuleSchema)),
	allowedLeftovers: z.array(
		z.strictObject({ glob: text, after: z.array(z.enum(['crash', 'clean-stop'])).exactOptional(), source: text }),
	),
	pidGuards: z.array(text),
	builds: z.array(z.strictObject({ name: text, from: text, to: text.exactOptional() })).exactOptional(),
	derivedPorts: z.array(z.strictObject({ offset: z.int(), what: text, source: text })).exactOptional(),
	exitCodes: z
		.array(z.strictObject({ of: z.enum(['refused', 'stopped']), codes: z.array(z.int()), source: text }))
		.exactOptional(),
	contradictions: z
		.array(
			z.strictObject({
				clause: z.enum([...clauseIds, ...eraClauseIds]),
				when: patternSchema,
				document: text,
				code: text,
				source: text,
			}),
		)
		.exactOptional(),
	checkedOn: z.array(z.strictObject({ build: text, saw: text })).exactOptional(),
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

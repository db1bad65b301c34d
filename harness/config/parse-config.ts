import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { eraClauseIds, limitedClauseIdSchema, limitedClauseIds, ownClauseIdSchema } from '../contract/clause-ids.ts';
import { expectationClause } from '../judge/expectations.ts';
import type { OwnClause } from '../judge/own-clause.ts';
import { contractChoices } from './choose-contracts.ts';
import { contractSchema } from './contract-schema.ts';
import { parseDuration } from './duration.ts';
import { ConfigError } from './errors.ts';
import { noConfig, type ProjectConfig } from './project-config.ts';
import { recipeSchema } from './recipe-schema.ts';

/** What scenarios expect is reported under the first; the clauses of eras begin with the second. */
const reservedPrefixes = [expectationClause, eraClauseIds[0]].map((id) => id.replace(/:.*/, ':'));

/** As many as `--workers` allows. */
const maxWorkers = 64;

const text = z.string().min(1);
const clauseSchema = z.strictObject({
	id: ownClauseIdSchema,
	quote: text,
	judged: text,
	exercisedBy: text,
	judge: z.custom<OwnClause['judge']>((value) => typeof value === 'function', { error: 'a function' }),
});

const configSchema = z.strictObject({
	gateway: text,
	build: text,
	contract: text,
	limits: z.partialRecord(limitedClauseIdSchema, z.union([z.number().positive(), text])),
	tags: z.array(text),
	workers: z.int().min(1).max(maxWorkers),
	scenarios: z.union([text, z.array(text)]),
	kitScenarios: z.boolean(),
	keep: z.strictObject({ runs: z.int().min(1).max(10_000), megabytes: z.int().min(1).max(1_000_000) }).partial(),
	allowFlaky: z.boolean(),
	clauses: z.array(clauseSchema),
	contracts: z.array(contractSchema),
	recipes: z.array(recipeSchema),
});

/** What each key accepts, in words. */
const allowedValues: Readonly<Record<keyof z.infer<typeof configSchema>, string>> = {
	gateway: 'a command as text',
	build: 'a text: <name>@<version> or a folder',
	contract: "the id of a contract, or 'auto'",
	limits: `{ <clause>: <milliseconds or a duration such as '2s'> } with a clause of ${limitedClauseIds.join(', ')}`,
	tags: 'a list of texts',
	workers: `a whole number from 1 to ${maxWorkers}`,
	scenarios: 'a folder, or a list of folders',
	kitScenarios: 'true or false',
	keep: '{ runs: 1 to 10000, megabytes: 1 to 1000000 }',
	allowFlaky: 'true or false',
	clauses: "a list of what defineClause takes: { id: '<project>:<clause>', quote, judged, exercisedBy, judge }",
	contracts: 'a list of what defineContract gives',
	recipes: 'a list of recipes',
};

/**
 * What the config file exports by default, understood.
 *
 * @param file how messages name it
 * @param folder what its paths are relative to
 * @throws ConfigError or DurationError that name the key, the value and what is allowed.
 */
export function parseConfig(exported: unknown, file: string, folder: string): ProjectConfig {
	const parsed = configSchema.partial().safeParse(exported);
	if (!parsed.success) throw problem(parsed.error, exported, file);
	const { gateway, build, contract, limits = {}, clauses = [], contracts = [], recipes = [], ...rest } = parsed.data;
	if (gateway !== undefined && build !== undefined) {
		throw new ConfigError(file, 'build', build, 'one of gateway and build, not both');
	}
	const allContracts = new Map(noConfig.contracts);
	for (const [index, own] of contracts.entries()) {
		if (allContracts.has(own.id)) {
			throw new ConfigError(file, `contracts[${index}].id`, own.id, 'an id that no other contract has');
		}
		allContracts.set(own.id, own);
	}
	if (contract !== undefined && !contractChoices({ contracts: allContracts }).includes(contract)) {
		throw new ConfigError(file, 'contract', contract, contractChoices({ contracts: allContracts }).join(', '));
	}
	const reserved = clauses.findIndex(({ id }) => reservedPrefixes.some((prefix) => id.startsWith(prefix)));
	if (reserved >= 0) {
		const allowed = `an id that does not begin with ${reservedPrefixes.map((each) => `"${each}"`).join(' or ')}`;
		throw new ConfigError(file, `clauses[${reserved}].id`, clauses[reserved]?.id, allowed);
	}
	const twice = clauses.findIndex((each, index) => clauses.findIndex(({ id }) => id === each.id) < index);
	if (twice >= 0)
		throw new ConfigError(file, `clauses[${twice}].id`, clauses[twice]?.id, 'an id that no other clause has');
	return {
		file,
		gateway: gateway ?? null,
		build: build ?? null,
		contract: contract ?? noConfig.contract,
		limits: limitsMs(limits, file),
		tags: rest.tags ?? [],
		workers: rest.workers ?? null,
		scenarios: rest.scenarios === undefined ? null : scenarioFolders(rest.scenarios, file, folder),
		kitScenarios: rest.kitScenarios ?? true,
		retention: {
			runs: rest.keep?.runs ?? noConfig.retention.runs,
			megabytes: rest.keep?.megabytes ?? noConfig.retention.megabytes,
		},
		allowFlaky: rest.allowFlaky ?? noConfig.allowFlaky,
		clauses,
		contracts: allContracts,
		recipes: [...recipes, ...noConfig.recipes],
	};
}

function limitsMs(limits: Readonly<Record<string, number | string>>, file: string): ProjectConfig['limits'] {
	return Object.fromEntries(
		Object.entries(limits).map(([clause, value]) => [
			clause,
			parseDuration(typeof value === 'number' ? `${value}ms` : value, `${file}: limits.${clause}`),
		]),
	);
}

function scenarioFolders(folders: string | readonly string[], file: string, folder: string): string[] {
	return [folders].flat().map((name) => {
		const full = path.resolve(folder, name);
		if (existsSync(full) && statSync(full).isDirectory()) return full;
		throw new ConfigError(file, 'scenarios', name, `a folder that exists, relative to ${folder}`);
	});
}

/** The first thing that is wrong, by its key. */
function problem(error: z.ZodError, exported: unknown, file: string): ConfigError {
	const [issue] = error.issues;
	if (issue === undefined) return new ConfigError(file, '', exported, 'an object');
	const [key] = issue.path;
	if (issue.code === 'unrecognized_keys') {
		const place = [...issue.path, issue.keys[0] ?? ''];
		const allowed = key === undefined ? Object.keys(allowedValues).join(', ') : (allowedOf(key) ?? 'no such key');
		return new ConfigError(file, pathText(place), valueAt(exported, place), allowed);
	}
	if (key === undefined) {
		return new ConfigError(file, 'the default export', exported, 'an object: export default defineConfig({ … })');
	}
	const allowed = issue.path.length === 1 ? allowedOf(key) : undefined;
	return new ConfigError(file, pathText(issue.path), valueAt(exported, issue.path), allowed ?? inWords(issue.message));
}

function allowedOf(key: PropertyKey): string | undefined {
	return (allowedValues as Readonly<Record<PropertyKey, string>>)[key];
}

function inWords(message: string): string {
	return message.replace(/^Invalid (?:input|string|key in record): ?/, '').replace(/, received .*$/, '') || message;
}

function pathText(place: readonly PropertyKey[]): string {
	return place
		.map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part)}`))
		.join('');
}

function valueAt(value: unknown, place: readonly PropertyKey[]): unknown {
	return place.reduce<unknown>(
		(inner, part) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, part) : undefined),
		value,
	);
}

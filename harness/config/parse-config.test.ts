import path from 'node:path';
import { expect, test } from 'vitest';
import { clawdbot202512 } from '../contract/clawdbot-2025-12.ts';
import { contracts } from '../contract/index.ts';
import { defineClause } from '../judge/own-clause.ts';
import { tempFolder } from '../testing/temp-folder.ts';
import { defineConfig, defineContract } from './config.ts';
import { parseConfig } from './parse-config.ts';
import { contractOf, noConfig } from './project-config.ts';

const clause = defineClause({
	id: 'acme:quiet-loser',
	quote: 'a loser is quiet',
	judged: 'it prints one line',
	exercisedBy: 'a loser',
	judge: () => ({ exercised: true, findings: [] }),
});
const contract = defineContract(clawdbot202512, {
	id: 'acme',
	title: 'Acme',
	source: 'acme.md',
	messages: { inUse: 'port {port} is taken' },
	clauses: { 'fails-fast': { quote: 'it gives up at once' } },
});

test('a config says what a run is to do', () => {
	const folder = tempFolder();
	const config = defineConfig({
		gateway: 'my-gateway --port {port}',
		contract: 'acme',
		limits: { 'fails-fast': '2s', 'rebinds-immediately': 500 },
		tags: ['quick'],
		workers: 2,
		scenarios: ['.'],
		kitScenarios: false,
		clauses: [clause],
		contracts: [contract],
	});
	const parsed = parseConfig(config, 'gatelock.config.ts', folder);
	expect(parsed).toMatchObject({
		gateway: 'my-gateway --port {port}',
		build: null,
		contract: 'acme',
		limits: { 'fails-fast': 2_000, 'rebinds-immediately': 500 },
		tags: ['quick'],
		workers: 2,
		scenarios: [path.resolve(folder)],
		kitScenarios: false,
	});
	const { clauses, messages } = contractOf(parsed, 'acme');
	expect(messages).toEqual({ ...clawdbot202512.messages, inUse: 'port {port} is taken' });
	expect(clauses['fails-fast']).toEqual({ ...clawdbot202512.clauses['fails-fast'], quote: 'it gives up at once' });
	expect(clauses['acme:quiet-loser']?.quote).toBe('a loser is quiet');
});

test('a config that says nothing changes nothing', () => {
	expect(parseConfig({}, 'c.ts', '/')).toEqual({ ...noConfig, file: 'c.ts', contracts: new Map(noConfig.contracts) });
});

test.each<[string, unknown, string]>([
	[
		'nothing exported',
		undefined,
		'the default export (missing) cannot be used. Allowed: an object: export default defineConfig({ … }).',
	],
	[
		'unknown key',
		{ gatway: 'x' },
		'gatway "x" cannot be used. Allowed: gateway, build, contract, limits, tags, workers, scenarios, kitScenarios, keep, allowFlaky, clauses, contracts, recipes.',
	],
	['wrong type', { workers: 'many' }, 'workers "many" cannot be used. Allowed: a whole number from 1 to 64.'],
	['too many', { workers: 65 }, 'workers 65 cannot be used. Allowed: a whole number from 1 to 64.'],
	[
		'two gateways',
		{ gateway: 'a', build: 'b@1' },
		'build "b@1" cannot be used. Allowed: one of gateway and build, not both.',
	],
	[
		'unknown contract',
		{ contract: 'acme' },
		`contract "acme" cannot be used. Allowed: ${[...contracts.keys(), 'auto'].join(', ')}.`,
	],
	[
		'no such folder',
		{ scenarios: 'nowhere' },
		'scenarios "nowhere" cannot be used. Allowed: a folder that exists, relative to /.',
	],
	[
		'contract twice',
		{ contracts: [clawdbot202512] },
		'contracts[0].id "clawdbot-2025-12" cannot be used. Allowed: an id that no other contract has.',
	],
	[
		'contract of another shape',
		{ contracts: [{ ...contract, host: 7 }] },
		'contracts[0].host 7 cannot be used. Allowed: expected string.',
	],
	[
		'contract with a broken pattern',
		{ contracts: [{ ...contract, readyClaims: ['('] }] },
		'contracts[0].readyClaims[0] "(" cannot be used. Allowed: a regular expression with the holes {host} and {port}.',
	],
	[
		'clause twice',
		{ clauses: [clause, clause] },
		'clauses[1].id "acme:quiet-loser" cannot be used. Allowed: an id that no other clause has.',
	],
	[
		'clause with a reserved id',
		{ clauses: [{ ...clause, id: 'scenario:x' }] },
		'clauses[0].id "scenario:x" cannot be used. Allowed: an id that does not begin with "scenario:" or "era:".',
	],
	[
		'clause without a judge',
		{ clauses: [{ ...clause, judge: 'yes' }] },
		'clauses[0].judge "yes" cannot be used. Allowed: a function.',
	],
	[
		'recipe with a loose Node',
		{ recipes: [{ id: 'r', name: 'r', node: '24' }] },
		'recipes[0].versions (missing) cannot be used. Allowed: expected object.',
	],
])('%s is refused by its key', (_, exported, message) => {
	expect(() => parseConfig(exported, 'gatelock.config.ts', '/')).toThrow(`gatelock.config.ts: ${message}`);
});

test('limits are durations of clauses that have one', () => {
	const parse = (limits: unknown) => () => parseConfig({ limits }, 'c.ts', '/');
	expect(parse({ 'fails-fast': 'soon' })).toThrow(/^c\.ts: limits\.fails-fast: "soon" is not a duration; allowed: /);
	expect(parse({ 'no-stale-lock': '2s' })).toThrow(/^c\.ts: limits\.no-stale-lock "2s" cannot be used\. Allowed: /);
	expect(parse({ 'fails-fast': -1 })).toThrow(/^c\.ts: limits\.fails-fast -1 cannot be used\. Allowed: /);
});

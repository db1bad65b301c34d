import { expect, test } from 'vitest';
import { clauseIds, eraClauseIds } from '../contract/clause-ids.ts';
import { contractChanges, rulesOf } from '../contract/contract-rules.ts';
import { contracts } from '../contract/index.ts';
import { chooseContracts, eraContractOf } from './choose-contracts.ts';
import { defineContract } from './config.ts';
import { contractSchema } from './contract-schema.ts';
import { noConfig } from './project-config.ts';

test.each([
	['clawdbot', '2026.1.20', 'clawdbot-2025-12'],
	['clawdbot', '2026.1.21', 'clawdbot-2026-01-21'],
	['clawdbot', '2026.1.24-3', 'clawdbot-2026-01-25'],
	['openclaw', '2026.1.29', 'clawdbot-2026-01-25'],
	['openclaw', '2026.2.21', 'clawdbot-2026-01-25'],
	['openclaw', '2026.2.22', 'openclaw-2026-02-22'],
	['openclaw', '2026.4.26', 'openclaw-2026-02-22'],
	['openclaw', '2026.4.27', 'openclaw-2026-04-27'],
	['openclaw', '2026.6.35', 'openclaw-2026-04-27'],
	['openclaw', '2026.7.1-beta.1', 'openclaw-2026-07-01'],
	['openclaw', '2026.7.1-2', 'openclaw-2026-07-01'],
	['openclaw', '2026.7.2-beta.1', 'openclaw-2026-07-15'],
	['openclaw', '2026.7.33', 'openclaw-2026-07-01'],
	['openclaw', '2026.8.1-beta.3', 'openclaw-2026-07-15'],
	['openclaw', '2026.8.1', 'openclaw-2026-08-31'],
	['openclaw', '2026.9.4', 'openclaw-2026-08-31'],
	['openclaw', '2026.9.5', 'openclaw-2026-09-18'],
	['openclaw', '2027.1.1', 'openclaw-2026-09-18'],
])('%s %s is of the era of %s', (name, version, id) => {
	expect(eraContractOf(noConfig, { name, version })?.id).toBe(id);
});

test.each([
	['semver', '7.7.2'],
	['openclaw', '0.0.1'],
	['openclaw', 'nightly'],
])('%s %s is of no era', (name, version) => {
	expect(eraContractOf(noConfig, { name, version })).toBeNull();
});

test('auto is the era’s contract for a build, with the original beside it, and the original for all else', () => {
	const ids = (asked: string, build: { name: string; version: string } | null) => {
		const { asked: first, also } = chooseContracts(noConfig, asked, build);
		return [first.id, also?.id ?? null];
	};
	const build = { name: 'openclaw', version: '2026.9.6' };
	expect(ids('auto', build)).toEqual(['openclaw-2026-09-18', 'clawdbot-2025-12']);
	expect(ids('auto', null)).toEqual(['clawdbot-2025-12', null]);
	expect(ids('clawdbot-2025-12', build)).toEqual(['clawdbot-2025-12', 'openclaw-2026-09-18']);
	expect(ids('clawdbot-2025-12', null)).toEqual(['clawdbot-2025-12', null]);
	expect(ids('openclaw-2026-02-22', build)).toEqual(['openclaw-2026-02-22', 'openclaw-2026-09-18']);
	expect(ids('auto', { name: 'mine', version: '1.0.0' })).toEqual(['clawdbot-2025-12', null]);
});

test.each([...contracts.values()])(
	'$id is data, every rule of it cites its source, and a build of its era was run',
	(contract) => {
		expect(contractSchema.parse(contract)).toEqual(contract);
		const known = new Set<string>([...clauseIds, ...eraClauseIds]);
		expect(Object.keys(contract.clauses).filter((id) => !known.has(id))).toEqual([]);
		for (const { source } of [...contract.allowedLeftovers, ...(contract.exitCodes ?? [])]) expect(source).not.toBe('');
		if (contract.messages.stateOwned !== undefined) expect(contract.messages.source).toBeDefined();
		// Of the first two eras nothing is published.
		const isPublished = !['clawdbot-2025-12', 'clawdbot-2026-01-21'].includes(contract.id);
		expect((contract.checkedOn ?? []).length > 0).toBe(isPublished);
		for (const { build } of contract.checkedOn ?? []) {
			const [name = '', version = ''] = build.split('@');
			expect(eraContractOf(noConfig, { name, version })?.id).toBe(contract.id);
		}
	},
);

test('two contracts are compared rule by rule', () => {
	const [first, second] = ['openclaw-2026-08-31', 'openclaw-2026-09-18'].map((id) => contracts.get(id));
	if (first === undefined || second === undefined) throw new Error('both exist');
	expect(contractChanges(first, first)).toEqual([]);
	const changes = contractChanges(first, second).map(({ name }) => name);
	expect(changes.filter((name) => name.startsWith('builds'))).toEqual([
		'builds of openclaw from 2026.8.1',
		'builds of openclaw from 2026.9.5',
	]);
	expect(new Set(rulesOf(second).map(({ name }) => name)).size).toBe(rulesOf(second).length);
});

test('what a contract does not promise, and how its server shows that it serves, are rules too', () => {
	const original = contracts.get('clawdbot-2025-12');
	if (original === undefined) throw new Error('it exists');
	const own = defineContract(original, {
		id: original.id,
		title: original.title,
		source: original.source,
		readiness: { kind: 'http', path: '/ready' },
		unpromised: [{ clause: 'pid-guard-independent', why: 'it has no companion' }],
	});
	expect(contractChanges(original, own).map(({ name, before, after }) => [name, before?.text, after?.text])).toEqual([
		['shows that it serves', 'answers a WebSocket handshake', 'answers GET /ready with a status below 500'],
		['not promised: pid-guard-independent', undefined, 'it has no companion'],
	]);
});

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { peers } from '../fixtures/peers/all.ts';
import { parseConfig } from '../harness/config/parse-config.ts';
import { clauseIds } from '../harness/contract/clause-ids.ts';
import { judgePeer, missingProgram } from './peers/judge-peer.ts';
import { repository, temporaryFolder } from './testing/gatelock.ts';

/** The peers that start at once; `npm run peers` judges all of them. */
const quickOnes = new Set(['redis', 'memcached', 'python-http']);

test.each(peers.filter(({ contract }) => quickOnes.has(contract.id)).map((peer) => [peer.title, peer] as const))(
	'%s is judged by its own contract',
	async (_, peer) => {
		const missing = missingProgram(peer);
		const choice = ['sigkill-when-ready', 'second-instance-while-the-holder-runs'];
		const { report, problem } = await judgePeer(peer, choice, temporaryFolder());
		// Where it is not installed, that is what is said.
		if (missing !== null) return expect(problem).toContain(peer.install);
		expect(report?.verdict, problem ?? '').toBe('pass');
		expect(report?.clauses.find(({ id }) => id === 'exact-error-in-use')?.status).toBe('holds');
	},
);

test.each(peers.flatMap(({ contract }) => clauseIds.map((id) => [contract.id, id, contract] as const)))(
	'%s: %s is quoted from somewhere, or says that it is no quotation',
	(_, id, { clauses, unpromised = [] }) => {
		const { wording, source } = clauses[id];
		if (unpromised.some((each) => each.clause === id)) return;
		expect(wording === 'own' || source !== undefined).toBe(true);
	},
);

test('each contract of a peer is one that a config file may bring, and the page tells of it', () => {
	const contracts = peers.map(({ contract }) => contract);
	expect(() => parseConfig({ contracts }, 'gatelock.config.ts', repository)).not.toThrow();
	const page = readFileSync(path.join(repository, 'docs/peers.md'), 'utf8');
	expect(contracts.filter(({ id }) => !page.includes(`fixtures/peers/${id}.ts`))).toEqual([]);
});

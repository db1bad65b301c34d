import { correctGateways } from '../../fixtures/programs.ts';
import { judgeGateways } from './judge-gateways.ts';

judgeGateways('no correct gateway breaks a clause in any scenario of the catalogue', correctGateways(), {
	planOf: (_, scenarios) => ({ rounds: [scenarios.map(({ id }) => id)], wanted: null }),
	// About four hundred cases.
	timeoutMs: 2 * 3_600_000,
});

import { correctGateways } from '../../fixtures/programs.ts';
import { judgeGateways } from './judge-gateways.ts';

judgeGateways('no correct gateway breaks a clause in the quick tier', correctGateways(), {
	planOf: (_, scenarios) => ({
		rounds: [scenarios.filter(({ tags }) => tags.includes('quick')).map(({ id }) => id)],
		wanted: null,
	}),
	timeoutMs: 600_000,
});

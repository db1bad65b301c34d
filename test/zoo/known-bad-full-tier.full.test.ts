import { brokenGateways } from '../../fixtures/programs.ts';
import { judgeGateways } from './judge-gateways.ts';
import { planFor } from './plan.ts';

judgeGateways('a known-bad gateway is found by its clause and by no other, in the full tier', brokenGateways(), {
	planOf: (program, scenarios) => planFor(program, scenarios, { isFull: true }),
	// Most of about a hundred cases may wait for a limit.
	timeoutMs: 2 * 3_600_000,
});

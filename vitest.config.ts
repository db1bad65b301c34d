import './harness/node-guard.ts';
import { defineConfig } from 'vitest/config';
import { TestOrder } from './test/testing/test-order.ts';
import { projectsOf } from './test/tiers.ts';

/** `npm test`. Scenario files are no tests of Gatelock: `npm start` runs them. */
export default defineConfig({
	test: {
		pool: 'forks',
		teardownTimeout: 10_000,
		projects: projectsOf('standard'),
		sequence: { sequencer: TestOrder },
	},
});

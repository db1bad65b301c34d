import './harness/node-guard.ts';
import { defineConfig } from 'vitest/config';
import { TestOrder } from './test/testing/test-order.ts';
import { projectsOf } from './test/tiers.ts';

/** `npm run test:full`: hours; share it with `--shard 1/4`. */
export default defineConfig({
	test: {
		pool: 'forks',
		teardownTimeout: 10_000,
		projects: projectsOf('full'),
		sequence: { sequencer: TestOrder },
	},
});

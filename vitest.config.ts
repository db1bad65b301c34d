import './harness/node-guard.ts';
import { defineConfig } from 'vitest/config';

/** Tests of real processes measure times: more of them at once than cores would measure the machine instead. */
const cores = 2;

/** Tests of the installed package share one installation, made before the first of them. */
const installedTests = [
	'test/package.test.ts',
	'test/docs.test.ts',
	'test/own-project.test.ts',
	'test/newcomer.test.ts',
];

/** Scenario files are no tests of Gatelock: `npm start` runs them. */
export default defineConfig({
	test: {
		pool: 'forks',
		teardownTimeout: 10_000,
		projects: [
			{
				test: {
					name: 'unit',
					include: ['harness/**/*.test.ts', 'fixtures/**/*.test.ts'],
					maxWorkers: cores,
					testTimeout: 20_000,
					hookTimeout: 20_000,
					sequence: { groupOrder: 0 },
				},
			},
			{
				test: {
					name: 'command line',
					include: ['test/**/*.test.ts'],
					exclude: installedTests,
					maxWorkers: cores,
					testTimeout: 90_000,
					hookTimeout: 90_000,
					sequence: { groupOrder: 1 },
				},
			},
			{
				test: {
					name: 'installed',
					include: installedTests,
					globalSetup: 'test/testing/install-package.ts',
					maxWorkers: cores,
					testTimeout: 120_000,
					hookTimeout: 120_000,
					sequence: { groupOrder: 2 },
				},
			},
		],
	},
});

import { availableParallelism } from 'node:os';
import type { TestProjectInlineConfiguration } from 'vitest/config';
import type {} from './zoo/judge-gateways.ts';

/** `standard` is what `npm test` runs; `full` adds the files named `*.full.test.ts`. docs/architecture.md lists both. */
export type TestTier = 'standard' | 'full';

/** Tests wait half of the time: for a gateway, for a limit, or until nothing happens. */
const filesAtOnce = 3 * Math.max(2, availableParallelism());

/** Long enough for a machine on which something else keeps every core busy. Verdicts never depend on it. */
const minutes = 60_000;
const unitTimeoutMs = 3 * minutes;
const commandTimeoutMs = 20 * minutes;

/** Tests of the installed package share one installation, made before the first of them. */
const installedTests = [
	'test/package.test.ts',
	'test/docs.test.ts',
	'test/own-project.test.ts',
	'test/newcomer.test.ts',
	'test/page-examples.full.test.ts',
];

/** Starts each fixture gateway without the harness, one after the other: it mostly waits. */
const fixturesAlone = 'fixtures/fixtures.test.ts';

/** One of these must not begin when all others are done: each takes a minute or two. */
export const longFiles: readonly string[] = [
	fixturesAlone,
	'test/explore-races.test.ts',
	'test/matrix.test.ts',
	'test/explore-crashes.test.ts',
	'test/own-project.test.ts',
	'test/newcomer.test.ts',
	'test/docs.test.ts',
	'test/package.test.ts',
	'test/interrupt.test.ts',
	'test/storm.test.ts',
	'test/bisect.test.ts',
];

/** Tests of fixture gateways, and into how many groups each file divides them: a group is the least that a shard can get. */
const fixtureGroups = {
	standard: { 'test/hostile.test.ts': 3, 'test/zoo/known-bad.test.ts': 8, 'test/zoo/correct.test.ts': 6 },
	full: {
		'test/hostile-process-groups.full.test.ts': 3,
		'test/zoo/known-bad-full-tier.full.test.ts': 26,
		'test/zoo/correct-catalogue.full.test.ts': 23,
	},
};
const allFixtureTests = Object.values(fixtureGroups).flatMap((groups) => Object.keys(groups));

/** In each project first: its check comes after the last test of all. */
const leaveNothing = 'test/testing/leave-nothing.ts';

/** The projects of a tier. */
export function projectsOf(tier: TestTier): TestProjectInlineConfiguration[] {
	const longOnes = tier === 'full' ? [] : ['**/*.full.test.ts'];
	const groups = tier === 'full' ? [fixtureGroups.standard, fixtureGroups.full] : [fixtureGroups.standard];
	return [
		{
			test: {
				name: 'unit',
				include: ['harness/**/*.test.ts', 'fixtures/**/*.test.ts'],
				exclude: [...longOnes, fixturesAlone],
				globalSetup: leaveNothing,
				maxWorkers: filesAtOnce,
				testTimeout: unitTimeoutMs,
				hookTimeout: unitTimeoutMs,
			},
		},
		{
			test: {
				name: 'command line',
				include: ['test/**/*.test.ts', fixturesAlone],
				exclude: [...longOnes, ...installedTests, ...allFixtureTests],
				globalSetup: leaveNothing,
				maxWorkers: filesAtOnce,
				testTimeout: commandTimeoutMs,
				hookTimeout: commandTimeoutMs,
			},
		},
		{
			test: {
				name: 'installed',
				include: installedTests,
				exclude: longOnes,
				globalSetup: [leaveNothing, 'test/testing/install-package.ts'],
				maxWorkers: filesAtOnce,
				testTimeout: commandTimeoutMs,
				hookTimeout: commandTimeoutMs,
			},
		},
		...groups.flatMap((files) => Object.entries(files)).flatMap(([file, of]) => fixtureProjects(file, of)),
	];
}

/** The same file once for each group, so that groups run at the same time and on several machines. */
function fixtureProjects(file: string, of: number): TestProjectInlineConfiguration[] {
	const kind = file.replace(/^.*\/|(?:\.full)?\.test\.ts$/g, '');
	return Array.from({ length: of }, (_, at) => ({
		test: {
			name: `${kind} ${at + 1} of ${of}`,
			include: [file],
			globalSetup: [leaveNothing, 'test/zoo/measured-zoo.ts'],
			provide: { group: { at, of } },
			maxWorkers: filesAtOnce,
		},
	}));
}

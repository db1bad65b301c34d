import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { FixtureProgram } from '../../fixtures/programs.ts';
import { missingInterpreter } from '../testing/missing-interpreter.ts';
import { type ObservingCage, observeInCage } from './cage.ts';
import { commandOf, contextFor, referenceLimits } from './context.ts';
import { type Group, membersOf } from './groups.ts';
import type { ObservedGateway } from './job.ts';
import { type Row, rowOf } from './matrix.ts';
import type { MeasuredZoo } from './measured-zoo.ts';
import type { Plan, PlannedScenario } from './plan.ts';

declare module 'vitest' {
	export interface ProvidedContext {
		/** The group of fixture gateways that a project tests. */
		group: Group;
	}
}

export interface JudgeOptions {
	readonly planOf: (program: FixtureProgram, scenarios: readonly PlannedScenario[]) => Plan;
	/** What its cases cost, compared with those of the other gateways; by default all cost the same. */
	readonly costOf?: (program: FixtureProgram) => number;
	/** For all cases of one gateway, on a machine that may be busy. */
	readonly timeoutMs: number;
}

/** Starting a cage, and ending it. */
const cageTimeoutMs = 120_000;

/** Judges the gateways of this project's group in one cage, each by a test of its own. */
export function judgeGateways(title: string, all: readonly FixtureProgram[], options: JudgeOptions): void {
	const measured = inject('measuredZoo');
	const programs = membersOf(all, inject('group'), options.costOf ?? (() => 1));
	let cage: ObservingCage | null = null;
	let folder = '';

	describe(title, () => {
		// biome-ignore lint/correctness/noEmptyPattern: Vitest demands a pattern here, and nothing of it is needed.
		beforeAll(({}, { tasks }) => {
			if (measured.missing !== null) return;
			folder = mkdtempSync(path.join(tmpdir(), 'gatelock-zoo-'));
			// Those that a filter leaves out are not run.
			const chosen = new Set(tasks.flatMap(({ name, mode }) => (mode === 'run' ? [name] : [])));
			const gateways = programs
				.filter((program) => chosen.has(program.name) && lacks(program) === null)
				.map((program) => observed(program, { measured, folder, planOf: options.planOf }));
			const timeoutMs = gateways.length * options.timeoutMs;
			if (gateways.length > 0) cage = observeInCage(gateways, { folder: path.join(folder, 'cage'), timeoutMs });
		}, cageTimeoutMs);

		afterAll(async () => {
			await cage?.end();
			if (folder !== '') rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
		}, cageTimeoutMs);

		test.for(programs.map((program) => [program.name, program] as const))(
			'%s',
			{ timeout: options.timeoutMs + cageTimeoutMs },
			async ([name, program], { skip }) => {
				if (measured.missing !== null) return skip(`no namespaces: ${measured.missing}`);
				const lack = lacks(program);
				if (lack !== null || cage === null) return skip(lack ?? 'no cage');
				const observation = await cage.observation(name);
				const row = rowOf(program, observation);
				const { verdict, accused, invalid, trouble } = row;
				const notRun = observation.cases.filter(({ result }) => result.verdict === 'skipped');
				if (row.expected !== null && notRun.length === observation.cases.length) {
					return skip(notRun[0]?.result.reason ?? 'no case was run');
				}
				expect({ verdict, accused, invalid, trouble }).toEqual({
					verdict: row.expected === null ? 'CLEAN' : 'FOUND',
					...{ accused: [], invalid: [], trouble: null },
				} satisfies Partial<Row>);
			},
		);
	});
}

function lacks({ command: [interpreter] }: FixtureProgram): string | null {
	return missingInterpreter(interpreter);
}

function observed(
	program: FixtureProgram,
	of: {
		readonly measured: MeasuredZoo & { readonly missing: null };
		readonly folder: string;
		readonly planOf: JudgeOptions['planOf'];
	},
): ObservedGateway {
	const { baseline, capabilities, scenarios } = of.measured;
	const { rounds, wanted } = of.planOf(program, scenarios);
	const limits = referenceLimits(baseline);
	return {
		context: { ...contextFor(of.folder, program.name, commandOf(program)), baseline, capabilities, limits },
		isMeasured: program.header.breaks === undefined,
		rounds: rounds.map((round) => [...round]),
		wanted,
	};
}

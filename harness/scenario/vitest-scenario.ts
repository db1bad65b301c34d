import { inject, type TestContext, test } from 'vitest';
import type { RunContext } from '../arena/run-context.ts';
import { Admission } from './admission.ts';
import type { CaseResult } from './case-result.ts';
import type { DeclaredScenario } from './declared.ts';
import { describeScenario } from './describe-scenario.ts';
import { mayWait } from './may-wait.ts';
import { runCase } from './run-case.ts';
import { plannedRuns, withinCaseTimeout } from './runs.ts';
import { standaloneContext } from './standalone-context.ts';

/** What a case learns from its run; null when Vitest runs the file by itself, and then nothing is filtered or repeated. */
function givenContext(): RunContext | null {
	return inject('gatelock') ?? null;
}

let admission: Admission | null = null;

/** Cases of `gatelock run` share the process; those of a file that Vitest runs by itself run one after the other. */
function admissionOf(given: RunContext | null): Admission | null {
	const concurrency = given === null ? undefined : inject('gatelockConcurrency');
	if (concurrency !== undefined) admission ??= new Admission(concurrency);
	return concurrency === undefined ? null : admission;
}

const registers = { run: test, only: test.only, skip: test.skip } as const;

/** Declares a scenario as a test of Vitest, or as several where it is repeated. */
export function declareToVitest(declared: DeclaredScenario): void {
	const { id, title, options, story, mode, calledAt } = declared;
	const given = givenContext();
	const source = globalThis.gatelockFile === undefined ? {} : { file: globalThis.gatelockFile };
	// Vitest runs only neighbours at the same time, so a case that is left out must be concurrent like the others.
	const concurrent = admissionOf(given) !== null;
	if (given !== null && (given.listOnly || given.wanted?.includes(id) === false)) {
		const listed = describeScenario(declared);
		test.skip(title, { concurrent, meta: { filteredOut: true, listed, ...source } }, () => {});
		return;
	}
	const settings = { timeout: 0, concurrent, meta: { ...source, mayWait: mayWait(declared) } };
	for (const run of plannedRuns(declared, given)) {
		registers[mode](run.title, settings, async (vitest) => {
			let place: Disposable | undefined;
			let verdict: CaseResult['verdict'] | null = null;
			try {
				if (!(await run.isNeeded())) {
					vitest.task.meta.filteredOut = true;
					vitest.skip();
				}
				const context = given ?? (await standaloneContext());
				place = await admissionOf(given)?.enter();
				const one = { context, id, caseId: run.caseId, title, options, story };
				const { result, error } = await withinCaseTimeout(runCase(one));
				verdict = result.verdict;
				vitest.task.meta.gatelock = result;
				// Its own stack shows the line of the story.
				if (error !== undefined) throw error;
				answer(vitest, result, calledAt);
			} finally {
				place?.[Symbol.dispose]();
				run.ended(verdict);
			}
		});
	}
}

/** Tells Vitest what came of the case, for those who run a scenario file with Vitest itself. */
function answer(vitest: TestContext, result: CaseResult, calledAt: string): void {
	if (result.verdict === 'skipped') vitest.skip(result.reason);
	if (result.verdict === 'pass') return;
	const findings = result.clauses.flatMap((clause) => clause.findings);
	const lines = findings.map((finding) => `${finding.clause}: ${finding.message}`);
	const error = new Error([`${result.verdict}: ${result.reason ?? lines[0] ?? ''}`, ...lines].join('\n'));
	error.stack = `${error.name}: ${error.message}\n${calledAt}`;
	throw error;
}

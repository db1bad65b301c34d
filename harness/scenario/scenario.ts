import { inject, type TestContext, test } from 'vitest';
import type { RunContext } from '../arena/run-context.ts';
import type { Verdict } from '../judge/finding.ts';
import { Admission } from './admission.ts';
import type { CaseResult } from './case-result.ts';
import { runCase } from './run-case.ts';
import type { ScenarioContext, ScenarioOptions } from './scenario-options.ts';
import { slug } from './slug.ts';
import { standaloneContext } from './standalone-context.ts';
import { effectiveTags } from './tiers.ts';
import type { ListedScenario } from './vitest-types.ts';

/** A case may take this long in all; its own waits end far earlier, but a slow build is started up to 21 times in one. */
const caseTimeoutMs = 30 * 60_000;

/** The story of a scenario: what happens to the gateways, not what must come of it. */
export type ScenarioStory = (context: ScenarioContext) => Promise<void>;

type Scenario = (title: string, options: ScenarioOptions, story: ScenarioStory) => void;

/**
 * Tells a story about a gateway. The story only acts; the contract judges the record of it, every clause of it, whatever
 * `asserts` names. It runs under Vitest like any other test: `scenario.only` and `scenario.skip` are Vitest's.
 *
 * @remarks Since 0.1.0
 */
export const scenario: Scenario & { readonly only: Scenario; readonly skip: Scenario } = Object.assign(declare(test), {
	only: declare(test.only),
	skip: declare(test.skip),
});

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

function declare(how: typeof test | typeof test.only | typeof test.skip): Scenario {
	return function scenario(title, options, story) {
		const id = options.id ?? slug(title);
		const listing = globalThis.gatelockListing;
		if (listing !== undefined) {
			listing.push(describe(id, title, options));
			return;
		}
		const given = givenContext();
		const source = globalThis.gatelockFile === undefined ? {} : { file: globalThis.gatelockFile };
		// Vitest runs only neighbours at the same time, so a case that is left out must be concurrent like the others.
		const concurrent = admissionOf(given) !== null;
		if (given !== null && (given.listOnly || given.wanted?.includes(id) === false)) {
			const listed = describe(id, title, options);
			test.skip(title, { concurrent, meta: { filteredOut: true, listed, ...source } }, () => {});
			return;
		}
		const calledAt = stackOf(scenario);
		const mayWait = options.asserts.includes('rebinds-immediately');
		const { repeat = 1, retries = 0, untilFail = false } = given ?? {};
		let last: Verdict | null = null;
		let before: Promise<unknown> = Promise.resolve();
		for (let run = 1; run <= repeat + retries; run++) {
			const caseId = retries > 0 ? retryId(id, run) : repeat === 1 ? id : `${id}.${run}`;
			const settings = { timeout: 0, concurrent, meta: { ...source, mayWait } };
			how(caseId === id ? title : `${title} (run ${run})`, settings, async (vitest) => {
				const earlier = before;
				const turn = Promise.withResolvers<void>();
				before = turn.promise;
				// Whether it runs at all may depend on the runs before it.
				if (retries > 0 || untilFail) await earlier;
				let place: Disposable | undefined;
				try {
					if (last !== null && ((retries > 0 && last !== 'fail') || (untilFail && last === 'fail'))) {
						// It has its answer.
						vitest.task.meta.filteredOut = true;
						vitest.skip();
					}
					const context = given ?? (await standaloneContext());
					place = await admissionOf(given)?.enter();
					const { result, error } = await withinCaseTimeout(runCase({ context, id, caseId, title, options, story }));
					last = result.verdict;
					vitest.task.meta.gatelock = result;
					// Its own stack shows the line of the story.
					if (error !== undefined) throw error;
					answer(vitest, result, calledAt);
				} finally {
					place?.[Symbol.dispose]();
					turn.resolve();
				}
			});
		}
	};
}

function describe(id: string, title: string, options: ScenarioOptions): ListedScenario {
	return {
		id,
		title,
		tags: effectiveTags(options.tags ?? []),
		asserts: [...options.asserts],
		shows: options.shows ?? '',
		covers: [...(options.covers ?? [])],
		needs: [...(options.needs ?? [])],
	};
}

/** The time in which a case waits for its turn does not count, so that Vitest's own timeout does not fit. */
async function withinCaseTimeout<T>(work: Promise<T>): Promise<T> {
	const late = Promise.withResolvers<never>();
	const timer = setTimeout(
		() => late.reject(new Error(`The case did not end within ${caseTimeoutMs / 60_000} minutes.`)),
		caseTimeoutMs,
	);
	try {
		return await Promise.race([work, late.promise]);
	} finally {
		clearTimeout(timer);
	}
}

/** A retry is told apart from a repeat: it is only there because the first try failed. */
function retryId(id: string, run: number): string {
	return run === 1 ? id : `${id}.retry-${run - 1}`;
}

/** The stack of the call of `scenario()`: what is found is shown at the user's line, not at one of the kit. */
function stackOf(scenario: Scenario): string {
	const here = new Error();
	Error.captureStackTrace(here, scenario);
	return (here.stack ?? '').split('\n').slice(1).join('\n');
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

import { Guard } from '../arena/guard.ts';
import type { RunContext } from '../arena/run-context.ts';
import { Admission, type Concurrency } from './admission.ts';
import type { CaseResult } from './case-result.ts';
import type { DeclaredScenario } from './declared.ts';
import type { CaseListener, HostedRun } from './hosted-run.ts';
import { declaredIn } from './listing.ts';
import { mayWait } from './may-wait.ts';
import { runCase } from './run-case.ts';
import { type PlannedRun, plannedRuns, withinCaseTimeout } from './runs.ts';

export interface NativeOptions {
	readonly files: readonly string[];
	readonly context: RunContext;
	readonly concurrency: Concurrency;
	readonly listener: CaseListener;
}

/**
 * Runs scenario files in this process, without Vitest: starting Vitest and a worker takes longer than many a case, and
 * a small process is cheap to fork for each gateway.
 *
 * @param options.files In plain JavaScript, or TypeScript whose types Node can remove.
 */
export async function hostNatively({ files, context, concurrency, listener }: NativeOptions): Promise<HostedRun> {
	const results: CaseResult[] = [];
	const errors: string[] = [];
	const fail = (error: unknown) => void errors.push(error instanceof Error ? error.message : String(error));
	for (const event of ['unhandledRejection', 'uncaughtException'] as const) process.on(event, fail);
	try {
		const scenarios = (await Promise.all(files.map(declaredIn)))
			.flat()
			.filter(({ id }) => context.wanted?.includes(id) !== false);
		const cases = scenarios
			.toSorted((one, other) => Number(mayWait(other)) - Number(mayWait(one)))
			.flatMap((declared) => plannedRuns(declared, context).map((run) => ({ declared, run })));
		listener.planned(cases.length);
		const admission = new Admission(concurrency);
		await Promise.all(
			cases.map(async ({ declared, run }) => {
				const result = await resultOf(declared, run, { context, admission, listener });
				if (result === null) return;
				results.push(result);
				listener.finished(result);
			}),
		);
		return { results, listed: [], errors };
	} finally {
		for (const event of ['unhandledRejection', 'uncaughtException'] as const) process.off(event, fail);
		await Guard.end();
	}
}

interface Host extends Pick<NativeOptions, 'context' | 'listener'> {
	readonly admission: Admission;
}

/** Null when an earlier run has answered already. */
async function resultOf(
	{ id, title, options, story }: DeclaredScenario,
	run: PlannedRun,
	{ context, admission, listener }: Host,
): Promise<CaseResult | null> {
	let verdict: CaseResult['verdict'] | null = null;
	let place: Disposable | null = null;
	try {
		if (!(await run.isNeeded())) return null;
		place = await admission.enter();
		listener.started(title);
		const one = { context, id, caseId: run.caseId, title, options, story };
		const { result } = await withinCaseTimeout(runCase(one));
		verdict = result.verdict;
		return result;
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		const base = { id: run.caseId, scenario: id, title, asserts: [...options.asserts] };
		return { ...base, verdict: 'invalid', clauses: [], reason, durationMs: 0 };
	} finally {
		place?.[Symbol.dispose]();
		run.ended(verdict);
	}
}

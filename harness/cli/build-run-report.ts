import { describeIsolation } from '../arena/isolation.ts';
import { type CommandLine, repeatCommand } from '../arena/repeat-command.ts';
import type { RunContext } from '../arena/run-context.ts';
import { buildReport } from '../report/build-report.ts';
import { inOrder } from '../report/case-order.ts';
import type { CaseReport, Report } from '../report/report.ts';
import type { CaseResult } from '../scenario/case-result.ts';
import type { HostedRun } from '../scenario/hosted-run.ts';

/** The report of a run from what its cases said. Repeats of one case whose verdicts differ make it flaky. */
export function buildRunReport(run: {
	readonly context: RunContext;
	readonly control: string;
	readonly hosted: HostedRun;
	readonly durationMs: number;
	readonly versions: Readonly<Record<string, string>>;
}): Report {
	const { context, hosted } = run;
	const broken = hosted.errors.map((reason, i) => brokenHost(reason, i));
	return buildReport({
		gateway: context.gateway.text,
		contract: context.contract,
		isolation: describeIsolation(context.isolation, context.capabilities['ipc-objects']),
		seed: context.seed,
		...(context.baseline === null ? {} : { baseline: context.baseline }),
		limits: context.limits,
		...(context.also === null ? {} : { also: context.also }),
		control: run.control,
		cases: [...mergeRepeats(hosted.results).map((result) => caseReportOf(result, context)), ...broken],
		durationMs: run.durationMs,
		folder: context.runFolder,
		versions: { ...run.versions },
	});
}

/** One case as it stands in a report. */
export function caseReportOf(result: CaseResult & { readonly runs?: number }, commandLine: CommandLine): CaseReport {
	return {
		id: result.id,
		title: result.title,
		...(result.file === undefined ? {} : { file: result.file }),
		verdict: result.verdict,
		asserts: result.asserts,
		clauses: result.clauses.map(({ id, status }) => ({ id, status })),
		findings: result.clauses.flatMap((clause) => clause.findings),
		...(result.reason === undefined ? {} : { reason: result.reason }),
		...(result.also === undefined ? {} : { also: shownOf(result.also) }),
		durationMs: result.durationMs,
		...(result.folder === undefined ? {} : { folder: result.folder }),
		repeat: repeatCommand(commandLine, `run ${result.scenario}`),
		runs: result.runs ?? 1,
	};
}

function shownOf({ verdict, clauses }: NonNullable<CaseResult['also']>): NonNullable<CaseReport['also']> {
	return {
		verdict,
		clauses: clauses.map(({ id, status }) => ({ id, status })),
		findings: clauses.flatMap(({ findings }) => findings),
	};
}

/** The cases in order. Repeats of one scenario become one case: the worst run stands for it, and its verdict is flaky when they differ. */
export function mergeRepeats(results: readonly CaseResult[]): (CaseResult & { runs: number })[] {
	const groups = Map.groupBy(inOrder(results), (result) => result.scenario);
	return [...groups.values()].map((group) => {
		const order = ['fail', 'invalid', 'pass', 'skipped'] as const;
		const worst = order.map((verdict) => group.find((result) => result.verdict === verdict)).find(Boolean) ?? group[0];
		if (worst === undefined) throw new RangeError('A group has a member.');
		const failed = group.filter((result) => result.verdict === 'fail').length;
		const passed = group.some((result) => result.verdict === 'pass');
		return {
			...worst,
			id: worst.scenario,
			runs: group.length,
			durationMs: group.reduce((sum, result) => sum + result.durationMs, 0),
			...(passed && failed > 0
				? { verdict: 'flaky' as const, reason: `failed in ${failed} of ${group.length} runs` }
				: {}),
		};
	});
}

/** A scenario file that does not load, or a worker that died, allows no verdict; it must not go unseen. */
export function brokenHost(reason: string, index: number): CaseReport {
	return {
		id: `host-error-${index + 1}`,
		title: 'The cases could not all be run',
		verdict: 'invalid',
		asserts: [],
		clauses: [],
		findings: [],
		reason,
		durationMs: 0,
		runs: 1,
	};
}

import { describeIsolation } from '../arena/isolation.ts';
import type { ProjectConfig } from '../config/project-config.ts';
import { type CrashExploration, exploreCrashes } from '../explore/explore-crashes.ts';
import { maskList } from '../explore/masks.ts';
import { type PointReplay, replayPoint } from '../explore/replay-point.ts';
import { type CrashReport, crashReportSchema } from '../report/crash-report.ts';
import { completenessOf, crashVerdict } from '../report/crash-verdict.ts';
import { renderCrashReport } from '../report/terminal-crashes.ts';
import { type ExploreCrashesOptions, parseExploreOptions } from './explore-options.ts';
import { withExplorers } from './explore-session.ts';
import type { MeasuredRun } from './measured-run.ts';
import { publish } from './measured-session.ts';

/**
 * `gatelock explore crashes`: finds every call after which a death leaves something else behind, and starts from what it
 * leaves.
 *
 * @returns The exit code.
 */
export async function exploreCrashesCommand(options: ExploreCrashesOptions, config: ProjectConfig): Promise<number> {
	return await withExplorers(options, config, async (run, pool) => {
		const { context, view, startedAt } = run;
		const say = (step: string) => view.note(step);
		const { point, repeat } = options;
		const replay = point === null ? null : await replayPoint(pool, { point, repeat, say });
		const { contract } = run;
		const tell = (exploration: CrashExploration) => {
			view.end();
			const report = reportOf(options, run, exploration, replay, performance.now() - startedAt);
			return publish(report, { text: renderCrashReport(report), json: options.json });
		};
		const letTellSoFar = (soFar: () => CrashExploration) => {
			run.interrupt.lastWords = () => tell(soFar());
		};
		const commandLine = { ...context, repeatOptions: `${context.repeatOptions}${waitsOf(options)}` };
		const how = { ...options, say, contract, commandLine, letTellSoFar };
		return tell(replay?.exploration ?? (await exploreCrashes(pool, how)));
	});
}

/** How long is waited, where that is not as usual. */
function waitsOf({ patienceMs, steadyMs }: ExploreCrashesOptions): string {
	const usual = parseExploreOptions({});
	const told = (name: string, ms: number, usualMs: number) => (ms === usualMs ? '' : ` --${name} ${ms}ms`);
	return told('patience', patienceMs, usual.patienceMs) + told('steady', steadyMs, usual.steadyMs);
}

function reportOf(
	options: ExploreCrashesOptions,
	{ context }: MeasuredRun,
	exploration: Awaited<ReturnType<typeof exploreCrashes>>,
	replay: PointReplay | null,
	durationMs: number,
): CrashReport {
	const { passes, points, states, findings, distinctStates, statesJudged, starts, missing } = exploration;
	const sum = (part: (pass: (typeof passes)[number]) => number) =>
		passes.reduce((total, pass) => total + part(pass), 0);
	return crashReportSchema.parse({
		schema: 1,
		kind: 'crashes',
		gateway: context.gateway.text,
		contract: context.contract,
		isolation: describeIsolation(context.isolation, context.capabilities['ipc-objects']),
		seed: context.seed,
		limits: context.limits,
		method: options.isKilling || replay !== null ? 'killed' : 'restored',
		isPruned: options.isPruned,
		levels: options.levels,
		masks: maskList,
		passes,
		points,
		states,
		findings,
		totals: {
			callsSeen: sum((pass) => pass.callsSeen),
			points: points.length,
			distinctStates,
			statesJudged,
			findings: findings.length,
			invalid: points.filter(({ unproved }) => unproved !== null).length,
			starts,
		},
		replay: replay?.summary ?? null,
		verdict: crashVerdict({ findings, missing }),
		completeness: completenessOf({ passes, points, missing, levels: options.levels, isReplay: replay !== null }),
		durationMs,
		folder: context.runFolder,
	});
}

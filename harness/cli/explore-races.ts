import { describeIsolation } from '../arena/isolation.ts';
import { contractOf, type ProjectConfig } from '../config/project-config.ts';
import { exploreRaces, type RaceExploration } from '../explore/explore-races.ts';
import { crashVerdict } from '../report/crash-verdict.ts';
import { type RaceReport, raceCompleteness, raceReportSchema } from '../report/race-report.ts';
import { renderRaceReport } from '../report/terminal-races.ts';
import type { ExploreRacesOptions } from './explore-options.ts';
import { withExplorers } from './explore-session.ts';
import type { MeasuredRun } from './measured-run.ts';
import { publish } from './measured-session.ts';

/** Races follow no lockout and watch no steady state. */
const noWaiting = { steadyMs: 1, patienceMs: 0 };

/**
 * `gatelock explore races`: holds one contender at each call that matters while another one runs.
 *
 * @returns The exit code.
 */
export async function exploreRacesCommand(options: ExploreRacesOptions, config: ProjectConfig): Promise<number> {
	return await withExplorers({ ...options, ...noWaiting, byBoth: true }, config, async (run, pool) => {
		const { context, view, startedAt } = run;
		const say = (step: string) => view.note(step);
		const judges = [context.contract, ...(context.also === null ? [] : [context.also.contract])];
		const isOnePerState = judges.some((id) => 'era:one-per-state' in contractOf(config, id).clauses);
		const exploration = await exploreRaces(pool, { ...options, isOnePerState, say, commandLine: context });
		view.end();
		const { preemptions } = options;
		const report = reportOf(run, exploration, { preemptions, durationMs: performance.now() - startedAt });
		return publish(report, { text: renderRaceReport(report), json: options.json });
	});
}

function reportOf(
	{ context }: MeasuredRun,
	exploration: RaceExploration,
	{ preemptions, durationMs }: Pick<RaceReport, 'preemptions' | 'durationMs'>,
): RaceReport {
	const { states, schedules, findings, withoutRace, starts, missing } = exploration;
	return raceReportSchema.parse({
		schema: 1,
		kind: 'races',
		gateway: context.gateway.text,
		contract: context.contract,
		isolation: describeIsolation(context.isolation, context.capabilities['ipc-objects']),
		seed: context.seed,
		limits: context.limits,
		preemptions,
		states,
		schedules,
		findings,
		withoutRace,
		totals: {
			callsSeen: states.reduce((sum, { callsSeen }) => sum + callsSeen, 0),
			schedules: schedules.length,
			findings: findings.length,
			invalid: schedules.filter(({ verdict }) => verdict === 'invalid').length,
			starts,
		},
		verdict: crashVerdict({ findings: [...findings, ...withoutRace], missing }),
		completeness: raceCompleteness({ states, schedules, preemptions }, missing),
		durationMs,
		folder: context.runFolder,
	});
}

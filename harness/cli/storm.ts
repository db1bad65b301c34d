import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { describeIsolation } from '../arena/isolation.ts';
import { repeatCommand } from '../arena/repeat-command.ts';
import type { ProjectConfig } from '../config/project-config.ts';
import { type StormReport, stormReportSchema, stormVerdict } from '../report/storm-report.ts';
import { renderStormReport } from '../report/terminal-storm.ts';
import {
	adoptRun,
	freshCheckpoint,
	type StormAsked,
	type StormCheckpoint,
	writeCheckpoint,
} from '../storm/checkpoint.ts';
import { type ToldStory, tellers } from '../storm/jobs.ts';
import { stormTexts } from '../storm/messages.ts';
import type { Abilities } from '../storm/model.ts';
import { crashRehearsal, tracedRehearsal } from '../storm/rehearsal.ts';
import { replayStory } from '../storm/replay-story.ts';
import { type StormEnd, storm } from '../storm/storm.ts';
import { Teller } from '../storm/teller.ts';
import { Pool } from '../workers/pool.ts';
import { UsageError } from './errors.ts';
import type { MeasuredRun } from './measured-run.ts';
import { publish, withMeasuredSession } from './measured-session.ts';
import { defaultSteps, type StormCommandOptions } from './storm-options.ts';

/**
 * `gatelock storm`: tells random stories, shrinks what breaks the contract, and prints it as a scenario.
 *
 * @returns The exit code.
 */
export async function stormCommand(options: StormCommandOptions, config: ProjectConfig): Promise<number> {
	return await withMeasuredSession(options, config, async (run) => {
		const { context, view } = run;
		const pool = new Pool(tellers, { context }, options.workers);
		try {
			view.note(stormTexts.rehearsal);
			const end = await tellStories(options, run, new Teller(pool, context.runFolder, options.seed));
			return tell(options, run, end);
		} finally {
			pool.end();
		}
	});
}

async function tellStories(options: StormCommandOptions, run: MeasuredRun, teller: Teller): Promise<StormEnd> {
	const { program, repeatOptions, runFolder } = run.context;
	const { gateway, build, contract, limits, seed, steps, repeat } = options;
	const asked: StormAsked = { gateway, build, contract, limits, seed, steps };
	const abilities = await abilitiesOf(run, teller);
	const from = options.resumed === null ? freshCheckpoint(asked, abilities) : resumed(options, abilities);
	if (options.resumed !== null) adoptRun(options.resumed.folder, runFolder, from);
	const withSteps = steps === defaultSteps ? '' : `--steps ${steps} `;
	const commandLine = { program, repeatOptions: `${withSteps}${repeatOptions}` };
	const say = (text: string) => run.view.note(text);
	const told = { story: { steps, abilities }, seed, repeat, commandLine, say, runFolder };
	if (options.path !== null) return await replayStory(teller, from, { ...told, path: options.path });
	const { durationMs, keepsGoing } = options;
	const save = (reached: StormEnd) => {
		writeCheckpoint(runFolder, reached.checkpoint);
		run.interrupt.lastWords = () => tell(options, run, reached);
	};
	return await storm(teller, from, { ...told, durationMs, keepsGoing, save });
}

/** What the stories may hold; a story that needs more than there is would be skipped. */
async function abilitiesOf({ context }: MeasuredRun, teller: Teller): Promise<Abilities> {
	const [crash, traced] = await Promise.all([teller.tell(0, crashRehearsal), teller.tell(0, tracedRehearsal)]);
	teller.drop(crash, traced);
	const works = ({ verdict, notTaken }: ToldStory) => (verdict === 'pass' || verdict === 'fail') && notTaken === 0;
	return { ownPids: context.isolation.kind === 'namespaces', inProcess: works(crash), traced: works(traced) };
}

function resumed({ resumed }: StormCommandOptions, now: Abilities): StormCheckpoint {
	if (resumed === null) throw new RangeError('There is nothing to go on from.');
	const { abilities } = resumed.checkpoint;
	if (!isDeepStrictEqual(abilities, now)) {
		throw new UsageError('--resume', resumed.folder, stormTexts.otherAbilities);
	}
	return resumed.checkpoint;
}

/**
 * Tells what the stories have shown, at the end or when the storm is interrupted.
 *
 * @returns The exit code.
 */
function tell({ path, json }: StormCommandOptions, run: MeasuredRun, end: StormEnd): number {
	run.view.end();
	const report = reportOf(run, end, { isReplay: path !== null, durationMs: performance.now() - run.startedAt });
	return publish(report, { text: renderStormReport(report), json });
}

function reportOf(
	{ context }: MeasuredRun,
	end: StormEnd,
	{ isReplay, durationMs }: { readonly isReplay: boolean; readonly durationMs: number },
): StormReport {
	const { checkpoint, states, transitions, storiesPerMinute } = end;
	const { asked, abilities, counts, findings, withoutVerdict, activeMs } = checkpoint;
	return stormReportSchema.parse({
		schema: 1,
		kind: 'storm',
		gateway: context.gateway.text,
		contract: context.contract,
		isolation: describeIsolation(context.isolation, context.capabilities['ipc-objects']),
		seed: asked.seed,
		steps: asked.steps,
		abilities,
		limits: context.limits,
		findings,
		withoutVerdict,
		totals: { ...counts, states, transitions, findings: findings.length, storiesPerMinute },
		notDeterministic: [...stormTexts.notDeterministic],
		verdict: stormVerdict(findings.length, counts),
		activeMs,
		durationMs,
		folder: context.runFolder,
		resume: isReplay
			? null
			: repeatCommand(
					{ program: context.program, repeatOptions: '' },
					`storm --resume ${path.relative(process.cwd(), context.runFolder)} --duration 10m`,
				),
	});
}

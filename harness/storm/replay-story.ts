import path from 'node:path';
import { repeatCommand } from '../arena/repeat-command.ts';
import type { StormCounts, StormFinding } from '../report/storm-report.ts';
import { type StormCheckpoint, seenFileName } from './checkpoint.ts';
import type { ExamineOptions } from './examine.ts';
import { KnownKinds } from './known-kinds.ts';
import { stepText, stormTexts } from './messages.ts';
import { Seen } from './seen.ts';
import { storyAt } from './stories.ts';
import type { StormEnd } from './storm.ts';
import { storyScenario } from './story-scenario.ts';
import type { Teller } from './teller.ts';

export interface ReplayOptions extends Omit<ExamineOptions, 'isKnown'> {
	/** fast-check's path to the story. */
	readonly path: string;
	readonly runFolder: string;
}

/** Runs the story at a path as often as wanted, and tells every kind of finding with its rate. */
export async function replayStory(teller: Teller, from: StormCheckpoint, options: ReplayOptions): Promise<StormEnd> {
	const startedAt = performance.now();
	const { seed, repeat } = options;
	const index = Number.parseInt(options.path, 10);
	const steps = storyAt(options.story, seed, options.path);
	options.say(stormTexts.replaying(options.path, repeat));
	const runs = await teller.tellOften(index, steps, steps.length === 0 ? 0 : repeat);
	const seen = new Seen(path.join(options.runFolder, seenFileName));
	seen.add(steps);
	const findings: StormFinding[] = [];
	const known = new KnownKinds([]);
	for (const run of runs) {
		for (const finding of run.findings) {
			if (known.has(finding)) continue;
			const kind = new KnownKinds([]);
			kind.add([finding]);
			known.add([finding]);
			const failed = runs.filter((each) => each.findings.some(kind.has)).length;
			const rate = { runs: runs.length, failed };
			findings.push({
				...finding,
				...{ path: options.path, story: steps.map(stepText), stepsBefore: steps.length, shrinkRuns: 0 },
				...{ first: rate, repeated: rate, folder: run.folder ?? '' },
				also: run.findings.filter((each) => each !== finding).map(({ clause, message }) => `${clause}: ${message}`),
				scenario: storyScenario(steps, finding.clause, stormTexts.title(seed, index)),
				replay: repeatCommand(options.commandLine, `storm --path ${options.path}`),
			});
		}
	}
	const of = (verdict: string) => runs.filter((run) => run.verdict === verdict).length;
	const notTaken = runs.reduce((sum, run) => sum + run.notTaken, 0);
	const counts: StormCounts = {
		...{ stories: runs.length, passed: of('pass'), failed: of('fail'), invalid: of('invalid'), skipped: of('skipped') },
		...{ steps: steps.length * runs.length - notTaken, notTaken, starts: teller.starts },
	};
	const withoutVerdict = runs.flatMap(({ verdict, reason = verdict, folder = null }) =>
		verdict === 'invalid' || verdict === 'skipped' ? [{ story: index, reason, folder }] : [],
	);
	if (steps.length === 0) withoutVerdict.push({ story: index, reason: stormTexts.noStory, folder: null });
	const activeMs = performance.now() - startedAt;
	return {
		checkpoint: { ...from, counts, findings, withoutVerdict: withoutVerdict.slice(0, 10), activeMs },
		states: seen.states,
		transitions: seen.transitions,
		storiesPerMinute: (runs.length / activeMs) * 60_000,
	};
}

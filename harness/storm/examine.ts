import { type CommandLine, repeatCommand } from '../arena/repeat-command.ts';
import type { Finding } from '../judge/finding.ts';
import type { StormFinding } from '../report/storm-report.ts';
import type { ToldStory } from './jobs.ts';
import { stepText, stormTexts } from './messages.ts';
import { shrinkStory } from './shrink.ts';
import type { Step } from './steps.ts';
import type { StoryOptions } from './stories.ts';
import { storyScenario } from './story-scenario.ts';
import type { Teller } from './teller.ts';

export interface ExamineOptions {
	readonly story: StoryOptions;
	readonly seed: number;
	/** How often a failing story is run again, and the shortest one. */
	readonly repeat: number;
	/** Whether this kind of finding was told already. */
	readonly isKnown: (finding: Finding) => boolean;
	/** Of this storm. */
	readonly commandLine: CommandLine;
	readonly say: (text: string) => void;
}

/** A story that broke the contract. */
export interface Broken {
	readonly index: number;
	readonly steps: readonly Step[];
	readonly told: ToldStory;
}

export interface Examined {
	readonly finding: StormFinding;
	/** All that broke in the run that stands for it. */
	readonly all: readonly Finding[];
}

/**
 * Makes a finding's story as short as it can be, as long as the same clause breaks in a way that was not told yet, and
 * says how often it comes again. What never comes again is told as it was.
 */
export async function examine(
	teller: Teller,
	{ index, steps, told }: Broken,
	found: Finding,
	options: ExamineOptions,
): Promise<Examined> {
	const { seed, repeat, isKnown, say } = options;
	const shown = ({ findings }: ToldStory) =>
		findings.find((each) => each.clause === found.clause && !isKnown(each)) ?? null;
	const count = (runs: readonly ToldStory[]) => ({
		runs: runs.length,
		failed: runs.filter((run) => shown(run) !== null).length,
	});
	say(stormTexts.again(index, found.clause, repeat));
	const again = await teller.tellOften(index, steps, repeat);
	const first = count(again);
	const unshrunk = { story: steps, path: String(index), runs: 0 };
	const shrunk =
		first.failed === 0
			? unshrunk
			: await shrinkStory(
					options.story,
					{ seed, index, rate: first.failed / first.runs },
					async (candidate, tries, runs) => {
						say(stormTexts.shrinking(index, candidate.length, runs));
						const each = await teller.tellOften(index, candidate, tries);
						teller.drop(...each);
						return each.some((run) => shown(run) !== null);
					},
				);
	const finals = shrunk.runs === 0 ? again : await teller.tellOften(index, shrunk.story, repeat);
	// A shorter story that broke by luck alone stands for nothing.
	const isLasting = finals.some((run) => shown(run) !== null);
	const { story, path, runs } = isLasting ? shrunk : unshrunk;
	const shows = isLasting ? finals.find((run) => shown(run) !== null) : (again.find((run) => shown(run)) ?? told);
	const kept = shows ?? told;
	teller.drop(...[...again, ...finals].filter((run) => run !== kept));
	const finding = shown(kept) ?? found;
	return {
		all: kept.findings,
		finding: {
			...finding,
			path,
			story: story.map(stepText),
			stepsBefore: steps.length,
			shrinkRuns: runs,
			first,
			repeated: isLasting ? count(finals) : first,
			also: kept.findings.filter((each) => each !== finding).map(({ clause, message }) => `${clause}: ${message}`),
			scenario: storyScenario(story, finding.clause, stormTexts.title(seed, index)),
			folder: kept.folder ?? '',
			replay: repeatCommand(options.commandLine, `storm --path ${path}`),
		},
	};
}

import { type CommandLine, repeatCommand } from '../arena/repeat-command.ts';
import { clauseIds } from '../contract/clause-ids.ts';
import { quoteForShell } from '../gateway/quote-for-shell.ts';
import type { Finding } from '../judge/finding.ts';
import { sameness } from '../judge/sameness.ts';
import type { RaceFinding } from '../report/race-report.ts';
import type { History } from './history.ts';
import type { Raced } from './race.ts';
import { raceScenario, raceStory } from './race-scenario.ts';
import { type HeldSchedule, scheduleId } from './schedule.ts';

/** An order that broke the contract. */
export interface Failed {
	readonly schedule: HeldSchedule;
	readonly history: History;
	readonly raced: Raced;
}

export interface FindingGroup {
	readonly finding: Finding;
	/** The shortest story first. */
	readonly of: readonly Failed[];
}

/**
 * The same breach in several orders is one finding, the gravest clause first. Pure.
 *
 * @param isPlain Whether the clause breaks from that state without any race.
 */
export function groupRaceFindings(
	failed: readonly Failed[],
	isPlain: (failed: Failed, finding: Finding) => boolean,
): FindingGroup[] {
	const groups = new Map<string, { finding: Finding; of: Failed[] }>();
	for (const each of failed.toSorted((one, other) => cost(one) - cost(other))) {
		for (const finding of each.raced.clauses.flatMap((clause) => clause.findings)) {
			if (isPlain(each, finding)) continue;
			// Two owners after a held start and after a held shutdown are two bugs.
			const key = `${each.schedule.held} ${sameness(finding)}`;
			const group = groups.get(key) ?? { finding, of: [] };
			if (!group.of.includes(each)) group.of.push(each);
			groups.set(key, group);
		}
	}
	const order = ({ finding }: FindingGroup) => [...clauseIds, finding.clause].indexOf(finding.clause);
	return [...groups.values()].toSorted((one, other) => order(one) - order(other));
}

/** The fewer the holds, the cleaner the beginning and the earlier the hold, the shorter the story. */
function cost({ schedule: { from, held, rivalPort, after, rivalAfter } }: Failed): number {
	const otherPort = rivalPort === 'other' ? 1_000_000 : 0;
	const second = rivalAfter === null ? 0 : 1_000_000_000 + rivalAfter.number;
	return second + otherPort + (from === 'clean' ? 0 : 10_000_000) + (held === 'start' ? 0 : 100_000_000) + after.number;
}

/** Runs an order so often more; null for what could not be run. */
export type Again = (schedule: HeldSchedule, history: History, times: number) => Promise<readonly (Raced | null)[]>;

export interface RepeatOptions {
	/** How often a failing order is run again. */
	readonly repeat: number;
	readonly commandLine: CommandLine;
	readonly again: Again;
}

/** So many orders are run again as often as was asked for; the others once. */
const fullyRepeated = 4;

/** Makes each story as short as it can be, and runs it again. Findings of one order share its repeats. */
export async function repeatFindings(groups: readonly FindingGroup[], options: RepeatOptions): Promise<RaceFinding[]> {
	const runs = new Map<string, Promise<readonly (Raced | null)[]>>();
	const isRepeated = ({ schedule }: Failed) =>
		[...runs.keys()].some((key) => key.startsWith(`${scheduleId(schedule)} `));
	const again: Again = async (schedule, history, times) => {
		const key = `${scheduleId(schedule)} ${schedule.hasThird} ${times}`;
		const running = runs.get(key) ?? options.again(schedule, history, times);
		runs.set(key, running);
		return await running;
	};
	const found: RaceFinding[] = [];
	const repeated = new Set<string>();
	for (const { finding, of } of groups) {
		const shortest = of.find(isRepeated) ?? of[0];
		if (shortest === undefined) throw new RangeError('A finding has a schedule.');
		const shows = (raced: Raced | null) =>
			raced?.clauses.some(({ findings }) => findings.some((each) => sameness(each) === sameness(finding))) ?? false;
		const { history } = shortest;
		const shorter = { ...shortest.schedule, hasThird: false };
		const [without] = await again(shorter, history, 1);
		const schedule = without && shows(without) ? shorter : shortest.schedule;
		const id = scheduleId(schedule);
		const isFull = repeated.has(id) || repeated.size < fullyRepeated;
		if (isFull) repeated.add(id);
		const all = await again(schedule, history, isFull ? options.repeat : 1);
		found.push({
			...finding,
			story: raceStory(schedule),
			schedule: id,
			schedules: of.map((each) => scheduleId(each.schedule)),
			scenario: raceScenario(schedule, finding.clause),
			folder: shortest.raced.folder,
			replay: repeatCommand(options.commandLine, `explore races --schedule ${quoteForShell(id)}`),
			repeated: {
				runs: all.length,
				failed: all.filter(shows).length,
				proved: all.filter((raced) => raced !== null && raced.verdict !== 'invalid').length,
			},
		});
	}
	return found;
}

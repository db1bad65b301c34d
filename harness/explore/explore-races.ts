import { type CommandLine, repeatCommand } from '../arena/repeat-command.ts';
import { clauseIds } from '../contract/clause-ids.ts';
import type { Finding } from '../judge/finding.ts';
import { sameness } from '../judge/sameness.ts';
import type { RaceFinding, RaceStateReport, ScheduleReport } from '../report/race-report.ts';
import type { JobFailed } from '../workers/worker-program.ts';
import { type Aspect, agreeOn, cleanState, type ReadSet, renderState, stateKey } from './crash-state.ts';
import { type History, noHistory } from './history.ts';
import type { Answer, ExplorerPool, Job } from './jobs.ts';
import { nothingKnown } from './judged.ts';
import { historyAt } from './points.ts';
import type { Raced } from './race.ts';
import { type HeldRun, heldRuns, holdPoints, type Schedule, type SoloCall, scheduleId } from './race-plan.ts';
import { raceScenario, raceStory } from './race-scenario.ts';

export interface RaceOptions {
	/** Only this schedule. */
	readonly schedule: string | null;
	/** How often a failing schedule is run again. */
	readonly repeat: number;
	readonly say: (step: string) => void;
	/** How this exploration was begun, for the command that repeats a part of it. */
	readonly commandLine: CommandLine;
}

export interface RaceExploration {
	readonly states: readonly RaceStateReport[];
	readonly schedules: readonly ScheduleReport[];
	readonly findings: readonly RaceFinding[];
	/** What breaks without any race, too. */
	readonly withoutRace: readonly Finding[];
	readonly starts: number;
	readonly missing: readonly string[];
}

interface StartState {
	readonly from: string;
	readonly history: History;
	readonly start: readonly SoloCall[];
	readonly stop: readonly SoloCall[];
}

/** Tries to stop a process between two calls of which another thread makes the second. */
const maxTries = 3;

interface Failed {
	readonly schedule: Schedule;
	readonly history: History;
	readonly raced: Raced;
}

/** Runs every order of two contenders with one preemption, from each state that a start-up can leave. */
export async function exploreRaces(pool: ExplorerPool, options: RaceOptions): Promise<RaceExploration> {
	return await new RaceExplorer(pool, options).run();
}

class RaceExplorer {
	readonly #pool: ExplorerPool;
	readonly #options: RaceOptions;
	readonly #states: RaceStateReport[] = [];
	readonly #schedules: ScheduleReport[] = [];
	readonly #failed: Failed[] = [];
	readonly #missing: string[] = [];
	#starts = 0;
	#cases = 0;

	constructor(pool: ExplorerPool, options: RaceOptions) {
		this.#pool = pool;
		this.#options = options;
	}

	async run(): Promise<RaceExploration> {
		const { schedule: wanted, say } = this.#options;
		say('finding the states to begin with');
		const histories = await this.#startStates();
		const plans: { schedule: Schedule; history: History }[] = [];
		const states: StartState[] = [];
		for (const [from, history] of histories) {
			const known = states.find((state) => agreeOn(state.history.state, history.state, lookedAt(state.start)));
			const state = known === undefined ? await this.#solo(from, history) : null;
			if (known !== undefined) this.#settle(from, history, known.from);
			if (state === null) continue;
			states.push(state);
			plans.push(...this.#plan(state));
		}
		const chosen = plans.filter(({ schedule }) => wanted === null || scheduleId(schedule) === wanted);
		if (chosen.length === 0 && wanted !== null) this.#missing.push(`there is no schedule ${wanted} this time`);
		say(`${chosen.length} schedules`);
		await Promise.all([
			...states.map(async (state) => await this.#withoutRace(state)),
			...chosen.map(async (plan) => await this.#race(plan.schedule, plan.history)),
		]);
		const findings = await this.#findings();
		const { length } = plans;
		if (wanted !== null) this.#missing.push(`one schedule of ${length} was run`);
		const schedules = this.#schedules.toSorted((one, other) => one.id.localeCompare(other.id, 'en', { numeric: true }));
		const withoutRace = [...this.#plain.values()];
		return { states: this.#states, schedules, findings, withoutRace, starts: this.#starts, missing: this.#missing };
	}

	/** The clean state, the one that a killed holder leaves, and every other that a death during start-up leaves. */
	async #startStates(): Promise<[string, History][]> {
		const answer = await this.#run({
			kind: 'collect',
			caseId: this.#caseId('collect'),
			pass: 'startup',
			history: noHistory,
			showsLooks: false,
		});
		const states: [string, History][] = [['clean', noHistory]];
		if (answer.kind !== 'collect') return states;
		const seen = new Set([stateKey(cleanState)]);
		this.#starts += answer.result.starts;
		for (const point of answer.result.points.toReversed()) {
			if (point.state === null || seen.has(point.state)) continue;
			seen.add(point.state);
			const history = historyAt(answer.result, point);
			if (history !== null) states.push([`startup:${point.number}`, history]);
		}
		return states;
	}

	/** What a start, and from the clean state a shutdown, does alone. */
	async #solo(from: string, history: History): Promise<StartState | null> {
		const runs: Record<HeldRun, readonly SoloCall[]> = { start: [], stop: [] };
		for (const held of from === 'clean' ? heldRuns : (['start'] as const)) {
			const answer = await this.#run({ kind: 'solo', caseId: this.#caseId(`solo-${held}`), history, held });
			// Without its shutdown there are still the orders of its start.
			if (answer.kind !== 'solo' && held === 'start') return null;
			if (answer.kind !== 'solo') continue;
			this.#starts += answer.result.starts;
			runs[held] = answer.result.calls;
		}
		return { from, history, ...runs };
	}

	#settle(from: string, history: History, settledBy: string): void {
		this.#states.push({ from, tree: renderState(history.state), callsSeen: 0, holds: 0, settledBy });
	}

	#plan({ from, history, start, stop }: StartState): { schedule: Schedule; history: History }[] {
		const plan = (held: HeldRun, calls: readonly SoloCall[]) =>
			holdPoints(calls, start).map((after) => ({ schedule: { from, held, after, hasThird: true }, history }));
		const plans = [...plan('start', start), ...plan('stop', stop)];
		this.#states.push({
			...{ from, tree: renderState(history.state), callsSeen: start.length + stop.length, holds: plans.length },
			settledBy: null,
		});
		return plans;
	}

	readonly #plain = new Map<string, Finding>();
	/** Clauses that break from a state without any race. */
	readonly #plainClauses = new Set<string>();

	/** What breaks when nobody is held: a start, a second one beside it, a shutdown. */
	async #withoutRace({ from, history }: StartState): Promise<void> {
		const title = `no race, from ${from}`;
		const answer = await this.#run({
			...{ kind: 'judge', caseId: this.#caseId('no-race'), title, history, isTraced: false, ...nothingKnown },
		});
		if (answer.kind !== 'judge') return;
		this.#starts += answer.result.starts;
		for (const finding of answer.result.clauses.flatMap(({ findings }) => findings)) {
			this.#plain.set(sameness(finding), finding);
			this.#plainClauses.add(`${from} ${finding.clause}`);
		}
	}

	async #race(schedule: Schedule, history: History): Promise<void> {
		const id = scheduleId(schedule);
		const caseId = this.#caseId(id.replaceAll(/[^\w-]/g, '-'));
		let answer = await this.#run({ kind: 'race', caseId, schedule, history });
		// Another thread may have been quicker than the stop; it is not every time.
		for (let left = maxTries - 1; left > 0 && answer.kind === 'race' && answer.result.verdict === 'invalid'; left--) {
			this.#starts += answer.result.starts;
			answer = await this.#run({ kind: 'race', caseId, schedule, history });
		}
		if (answer.kind !== 'race') return;
		const { verdict, reason, ready, folder, starts } = answer.result;
		this.#starts += starts;
		if (verdict === 'fail') this.#failed.push({ schedule, history, raced: answer.result });
		if (verdict === 'invalid') this.#missing.push(`${id}: ${reason}`);
		const told = reason === undefined ? {} : { reason };
		this.#schedules.push({ id, call: schedule.after.text, verdict, ...told, ready, folder });
	}

	async #findings(): Promise<RaceFinding[]> {
		const groups = new Map<string, { finding: Finding; of: Failed[] }>();
		// The cleaner the beginning and the earlier the hold, the shorter the story.
		const cost = ({ schedule }: Failed) =>
			(schedule.from === 'clean' ? 0 : 1_000) + (schedule.held === 'start' ? 0 : 100) + schedule.after.number;
		for (const failed of this.#failed.toSorted((one, other) => cost(one) - cost(other))) {
			for (const finding of failed.raced.clauses.flatMap((clause) => clause.findings)) {
				// Who is called g2 in one story is g3 in another.
				if (this.#plainClauses.has(`${failed.schedule.from} ${finding.clause}`)) continue;
				// Two owners after a held start and after a held shutdown are two bugs.
				const key = `${failed.schedule.held} ${sameness(finding)}`;
				const group = groups.get(key) ?? { finding, of: [] };
				if (!group.of.includes(failed)) group.of.push(failed);
				groups.set(key, group);
			}
		}
		const order = ({ finding }: { finding: Finding }) => [...clauseIds, finding.clause].indexOf(finding.clause);
		const found: RaceFinding[] = [];
		for (const group of [...groups.values()].toSorted((one, other) => order(one) - order(other))) {
			found.push(await this.#finding(group.finding, group.of));
		}
		return found;
	}

	readonly #repeats = new Map<string, Promise<(Raced | null)[]>>();

	/** Makes the story as short as it can be, and runs it again. */
	async #finding(finding: Finding, failed: readonly Failed[]): Promise<RaceFinding> {
		const [shortest] = failed.toSorted((one, other) => this.#isRepeated(other) - this.#isRepeated(one));
		if (shortest === undefined) throw new RangeError('A finding has a schedule.');
		const shows = (raced: Raced | null) =>
			raced?.clauses.some(({ findings }) => findings.some((each) => sameness(each) === sameness(finding))) ?? false;
		const { history } = shortest;
		const shorter: Schedule = { ...shortest.schedule, hasThird: false };
		const [without] = await this.#again(shorter, history, 1);
		const schedule = without && shows(without) ? shorter : shortest.schedule;
		const runs = await this.#again(schedule, history, this.#options.repeat);
		const id = scheduleId(schedule);
		return {
			...finding,
			story: raceStory(schedule),
			schedule: id,
			schedules: failed.map((each) => scheduleId(each.schedule)),
			scenario: raceScenario(schedule, finding.clause),
			folder: shortest.raced.folder,
			replay: repeatCommand(this.#options.commandLine, `explore races --schedule ${id}`),
			repeated: {
				runs: runs.length,
				failed: runs.filter(shows).length,
				proved: runs.filter((raced) => raced !== null && raced.verdict !== 'invalid').length,
			},
		};
	}

	/** 1 for a schedule that was run again already: another finding of it costs nothing. */
	#isRepeated({ schedule }: Failed): number {
		return [...this.#repeats.keys()].some((key) => key.startsWith(`${scheduleId(schedule)} `)) ? 1 : 0;
	}

	/** Findings of one schedule share its repeats. */
	async #again(schedule: Schedule, history: History, times: number): Promise<(Raced | null)[]> {
		const key = `${scheduleId(schedule)} ${schedule.hasThird} ${times}`;
		const running =
			this.#repeats.get(key) ??
			Promise.all(
				Array.from({ length: times }, async (_, at) => {
					this.#options.say(`${scheduleId(schedule)} again, ${at + 1} of ${times}`);
					const answer = await this.#run({ kind: 'race', caseId: this.#caseId('again'), schedule, history });
					if (answer.kind !== 'race') return null;
					this.#starts += answer.result.starts;
					return answer.result;
				}),
			);
		this.#repeats.set(key, running);
		return await running;
	}

	async #run(job: Job): Promise<Answer | JobFailed> {
		const answer = await this.#pool.run(job);
		if (answer.kind === 'failed') this.#missing.push(`${job.caseId}: ${answer.reason}`);
		return answer;
	}

	#caseId(name: string): string {
		this.#cases++;
		return `${String(this.#cases).padStart(3, '0')}-${name}`;
	}
}

/** What a start looked at, and how closely. */
function lookedAt(calls: readonly SoloCall[]): ReadSet {
	const readSet = new Map<string, Set<Aspect>>();
	for (const { name, paths, isAppending } of calls) {
		const aspect = isAppending ? 'exists' : aspectOfName(name);
		for (const place of paths) readSet.set(place, (readSet.get(place) ?? new Set<Aspect>()).add(aspect));
	}
	return readSet;
}

function aspectOfName(name: string): Aspect {
	if (name.startsWith('getdents')) return 'list';
	if (/^(?:access|faccessat|mkdir|rmdir|unlink)/.test(name)) return 'exists';
	return /stat/.test(name) ? 'stat' : 'content';
}

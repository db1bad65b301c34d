import type { CommandLine } from '../arena/repeat-command.ts';
import type { Finding } from '../judge/finding.ts';
import { sameness } from '../judge/sameness.ts';
import type { RaceFinding, RaceStateReport, ScheduleReport } from '../report/race-report.ts';
import type { JobFailed } from '../workers/worker-program.ts';
import { type Aspect, agreeOn, type ReadSet, renderState } from './crash-state.ts';
import { footprintOf } from './footprint.ts';
import { noHistory } from './history.ts';
import type { Answer, ExplorerPool, Job } from './jobs.ts';
import { nothingKnown } from './judged.ts';
import type { Raced, RaceTells } from './race.ts';
import { type Chain, type RacedState, type RunOrder, runChain, runRivalChain } from './race-chain.ts';
import { type Failed, groupRaceFindings, repeatFindings } from './race-findings.ts';
import { raceMissing, raceProgress } from './race-messages.ts';
import type { SoloCall } from './race-plan.ts';
import {
	type HeldRun,
	type HeldSchedule,
	heldRuns,
	type NamedCall,
	preemptionsOf,
	type RivalPort,
	readScheduleId,
	type Schedule,
	scheduleId,
} from './schedule.ts';
import { chooseStates, startStates } from './start-states.ts';

export interface RaceOptions {
	/** Only this schedule. */
	readonly schedule: string | null;
	/** 2: the other contender is held in its turn, too. */
	readonly preemptions: 1 | 2;
	/** No more schedules than this, repeats aside. */
	readonly schedules: number;
	/** How long new schedules are begun, in milliseconds; null without such a limit. */
	readonly durationMs: number | null;
	/** How often a failing schedule is run again. */
	readonly repeat: number;
	/** Two with one home must not serve at the same time, whatever their ports: then the other one tries another port, too. */
	readonly isOnePerState: boolean;
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

/** Tries to stop a process between two calls of which another thread makes the second. */
const maxTries = 3;

/** Runs every order of two contenders with so many preemptions, from each state that a start-up can leave. */
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
	readonly #plain = new Map<string, Finding>();
	/** Clauses that break from a state without any race. */
	readonly #plainClauses = new Set<string>();
	#starts = 0;
	#cases = 0;
	#begun = 0;
	readonly #begunAt = performance.now();

	constructor(pool: ExplorerPool, options: RaceOptions) {
		this.#pool = pool;
		this.#options = options;
	}

	async run(): Promise<RaceExploration> {
		const { schedule: wanted } = this.#options;
		const missing = wanted === null ? await this.#all() : await this.#single(wanted);
		// What breaks without a race is asked where something broke.
		await Promise.all([...new Set(this.#failed.map(placeOf))].map(async (place) => await this.#withoutRace(place)));
		const groups = groupRaceFindings(this.#failed, (failed, { clause }) =>
			this.#plainClauses.has(`${failed.schedule.from} ${clause}`),
		);
		const findings = await repeatFindings(groups, { ...this.#options, again: this.#again });
		const schedules = this.#schedules.toSorted((one, other) => one.id.localeCompare(other.id, 'en', { numeric: true }));
		const withoutRace = [...this.#plain.values()];
		this.#missing.push(...missing);
		return { states: this.#states, schedules, findings, withoutRace, starts: this.#starts, missing: this.#missing };
	}

	/** Every order, from one state after the other: those that no start can tell from another one are settled by it. */
	async #all(): Promise<string[]> {
		this.#options.say(raceProgress.states);
		const collected = await this.#collect();
		const all = startStates(collected);
		const { chosen, left } = chooseStates(all);
		const states: RacedState[] = [];
		const chains: Promise<Ran>[] = [];
		let notRaced = 0;
		for (const [at, { from, history }] of [...chosen, ...left].entries()) {
			const known = states.find((state) => agreeOn(state.history.state, history.state, lookedAt(state.start)));
			if (known !== undefined) {
				const tree = renderState(history.state);
				this.#states.push({ from, tree, callsSeen: 0, holds: 0, settledBy: known.from });
			} else if (at >= chosen.length || this.#isOver()) {
				notRaced++;
			} else {
				const state = await this.#solo(from, history);
				if (state === null) continue;
				states.push(state);
				chains.push(...this.#chains(state));
			}
		}
		const ran = await Promise.all(chains);
		// What a second hold adds to orders that were not run, nobody knows.
		const isOpen = this.#options.preemptions === 2 && ran.some(({ notRun }) => notRun > 0);
		const deeper = await this.#deeper(ran.flatMap(({ orders }) => orders));
		const notRun = [...ran.map((each) => each.notRun), ...deeper].reduce((sum, each) => sum + each, 0);
		return [
			...(notRaced > 0 ? [raceMissing.notStartedFrom(notRaced, all.length)] : []),
			...(notRun > 0 ? [raceMissing.notRun(this.#schedules.length, notRun, isOpen)] : []),
		];
	}

	/** The orders with a second hold that those with one lead to; how many of each are not run. */
	async #deeper(orders: readonly FirstOrder[]): Promise<number[]> {
		if (this.#options.preemptions === 1) return [];
		const byState = Map.groupBy(orders, ({ chain }) => chain.state);
		const chains = [...byState.values()].flatMap((alike) => {
			const beside = footprintOf(alike.flatMap(({ rivalCalls }) => rivalCalls));
			return alike.map(async ({ chain, schedule, rivalCalls, run }) => {
				return await runRivalChain(chain, schedule, { rivalCalls, beside }, run);
			});
		});
		return await Promise.all(chains);
	}

	/** Whether no more schedules are to be begun. */
	#isOver(): boolean {
		const { schedules, durationMs } = this.#options;
		return this.#begun >= schedules || (durationMs !== null && performance.now() - this.#begunAt > durationMs);
	}

	async #collect() {
		const answer = await this.#run({
			kind: 'collect',
			caseId: this.#caseId('collect'),
			pass: 'startup',
			history: noHistory,
			showsLooks: false,
		});
		if (answer.kind !== 'collect') return null;
		this.#starts += answer.result.starts;
		return answer.result;
	}

	/** What a start, and from the clean state a shutdown, does alone. */
	async #solo(from: string, history: RacedState['history']): Promise<RacedState | null> {
		const runs: Record<HeldRun, readonly SoloCall[]> = { start: [], stop: [] };
		for (const held of from === 'clean' ? heldRuns : (['start'] as const)) {
			this.#options.say(raceProgress.alone(held, from));
			const answer = await this.#run({ kind: 'solo', caseId: this.#caseId(`solo-${held}`), history, held });
			// Without its shutdown there are still the orders of its start.
			if (answer.kind !== 'solo' && held === 'start') return null;
			if (answer.kind !== 'solo') continue;
			this.#starts += answer.result.starts;
			runs[held] = answer.result.calls;
		}
		return { from, history, ...runs };
	}

	/** Each order of two from a state: a start is held, from the clean state a shutdown, too. */
	#chains(state: RacedState): Promise<Ran>[] {
		const { from, history, start, stop } = state;
		const ports: RivalPort[] = this.#options.isOnePerState ? ['same', 'other'] : ['same'];
		const chains: Chain[] = [
			...ports.map((rivalPort) => ({ state, held: 'start' as const, rivalPort })),
			// Who comes while a shutdown still goes on may have to wait; on another port nobody could tell that from a race.
			...(stop.length > 0 ? [{ state, held: 'stop' as const, rivalPort: 'same' as const }] : []),
		];
		const report = { from, tree: renderState(history.state), callsSeen: start.length + stop.length, settledBy: null };
		const at = this.#states.push({ ...report, holds: 0 }) - 1;
		let holds = 0;
		const run: RunOrder = async (schedule) => {
			if (this.#isOver()) return null;
			this.#begun++;
			holds++;
			this.#states[at] = { ...report, holds };
			return await this.#race(schedule, history);
		};
		return chains.map(async (chain) => {
			const orders: FirstOrder[] = [];
			const notRun = await runChain(chain, async (schedule) => {
				const raced = await run(schedule);
				if (raced !== null && raced !== 'not proved') {
					orders.push({ chain, schedule, rivalCalls: raced.rivalCalls, run });
				}
				return raced;
			});
			return { orders, notRun };
		});
	}

	/** One schedule, from its name. */
	async #single(wanted: string): Promise<string[]> {
		const asked = readScheduleId(wanted);
		const collected = asked === null || asked.from === 'clean' ? null : await this.#collect();
		const found = startStates(collected).find(({ from }) => from === asked?.from);
		const state = found === undefined ? null : await this.#solo(found.from, found.history);
		const after = asked === null || state === null ? undefined : callOf(state[asked.held], asked.call);
		if (asked === null || state === null || after === undefined) return [raceMissing.noSchedule(wanted)];
		const { from, held, rivalPort, rival } = asked;
		const schedule = { from, held, after, rivalAfter: null, rivalPort, hasThird: true };
		const rivalAfter = rival === null ? null : callOf(await this.#rivalCalls(schedule, state.history), rival);
		if (rivalAfter === undefined) return [raceMissing.noSchedule(wanted)];
		const tree = renderState(state.history.state);
		this.#states.push({ from, tree, callsSeen: state[held].length, holds: 1, settledBy: null });
		// Who asks for one order wants to know whether it ever fails; how often it does is told when it has.
		for (let run = 0; run < this.#options.repeat && this.#failed.length === 0; run++) {
			await this.#race({ ...schedule, rivalAfter }, state.history);
		}
		return [raceMissing.onlyOne];
	}

	/** What the other one does while the first one stands. */
	async #rivalCalls(schedule: HeldSchedule, history: RacedState['history']): Promise<readonly SoloCall[]> {
		const caseId = this.#caseId('rival');
		this.#options.say(raceProgress.rival(scheduleId(schedule)));
		const answer = await this.#run({ kind: 'race', caseId, schedule, history, tells: 'calls' });
		if (answer.kind !== 'race') return [];
		this.#starts += answer.result.starts;
		return answer.result.rivalCalls;
	}

	/** What breaks when nobody is held: a start, a second one beside it, and on one port a shutdown. */
	async #withoutRace(place: string): Promise<void> {
		const failed = this.#failed.find((each) => placeOf(each) === place);
		if (failed === undefined) return;
		const { history, schedule } = failed;
		const { from, rivalPort } = schedule;
		const caseId = this.#caseId('no-race');
		const inTurn: Schedule = { ...schedule, held: 'start', after: null, rivalAfter: null, hasThird: false };
		this.#options.say(raceProgress.withoutRace(from));
		const answer = await this.#run(
			rivalPort === 'same'
				? { kind: 'judge', caseId, title: `no race, from ${from}`, history, isTraced: false, ...nothingKnown }
				: { kind: 'race', caseId, history, schedule: inTurn, tells: 'verdict' },
		);
		if (answer.kind !== 'judge' && answer.kind !== 'race') return;
		this.#starts += answer.result.starts;
		for (const finding of answer.result.clauses.flatMap(({ findings }) => findings)) {
			this.#plain.set(sameness(finding), finding);
			// Who is called g2 in one story is g3 in another: so by the clause alone.
			this.#plainClauses.add(`${from} ${finding.clause}`);
		}
	}

	async #race(schedule: HeldSchedule, history: RacedState['history']): Promise<Raced | 'not proved'> {
		const id = scheduleId(schedule);
		const caseId = this.#caseId(id.replaceAll(/[^\w-]+/g, '-').slice(0, maxNameLength));
		const isDeepest = preemptionsOf(schedule) >= this.#options.preemptions;
		const tells: RaceTells = isDeepest ? 'footprint' : 'calls';
		let answer = await this.#run({ kind: 'race', caseId, schedule, history, tells });
		// Another thread may have been quicker than the stop; it is not every time.
		for (let left = maxTries - 1; left > 0 && answer.kind === 'race' && answer.result.verdict === 'invalid'; left--) {
			this.#starts += answer.result.starts;
			answer = await this.#run({ kind: 'race', caseId, schedule, history, tells });
		}
		if (answer.kind !== 'race') return 'not proved';
		this.#starts += answer.result.starts;
		const raced = answer.result;
		const { verdict, reason, ready, folder } = raced;
		if (verdict === 'fail') this.#failed.push({ schedule, history, raced });
		if (verdict === 'invalid') this.#missing.push(`${id}: ${reason}`);
		const told = reason === undefined ? {} : { reason };
		this.#schedules.push({
			id,
			call: schedule.after.text,
			rivalCall: schedule.rivalAfter?.text ?? null,
			verdict,
			...told,
			ready,
			folder,
		});
		this.#options.say(raceProgress.run(this.#schedules.length, id, verdict));
		return verdict === 'invalid' ? 'not proved' : raced;
	}

	readonly #again = async (
		schedule: HeldSchedule,
		history: RacedState['history'],
		times: number,
	): Promise<(Raced | null)[]> =>
		await Promise.all(
			Array.from({ length: times }, async (_, at) => {
				this.#options.say(raceProgress.again(scheduleId(schedule), at + 1, times));
				const caseId = this.#caseId('again');
				const answer = await this.#run({ kind: 'race', caseId, schedule, history, tells: 'verdict' });
				if (answer.kind !== 'race') return null;
				this.#starts += answer.result.starts;
				return answer.result;
			}),
		);

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

/** Orders with one hold, and how many there are at most beside them. */
interface Ran {
	readonly orders: readonly FirstOrder[];
	readonly notRun: number;
}

/** An order with one hold that was run, and all that those with a second one need. */
interface FirstOrder {
	readonly chain: Chain;
	readonly schedule: HeldSchedule;
	readonly rivalCalls: readonly SoloCall[];
	readonly run: RunOrder;
}

function callOf(calls: readonly SoloCall[], { maskedCall, nth }: NamedCall): SoloCall | undefined {
	return calls.find((call) => call.maskedCall === maskedCall && call.nth === nth);
}

/** Where it is asked what breaks without any race. */
function placeOf({ schedule: { from, rivalPort } }: Failed): string {
	return `${from} ${rivalPort}`;
}

/** Names of sockets in a case's folder are bounded. */
const maxNameLength = 40;

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

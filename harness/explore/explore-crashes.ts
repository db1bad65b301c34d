import type { CommandLine } from '../arena/repeat-command.ts';
import type { Contract } from '../contract/contract.ts';
import type { CrashFinding, PassReport, PointReport, StateReport } from '../report/crash-report.ts';
import type { JobFailed } from '../workers/worker-program.ts';
import { findingsIn, groupFindings, leftoversOf, together } from './crash-findings.ts';
import { type Aspect, agreeOn, cleanState, maskedReadSet, type ReadSet, renderState, stateKey } from './crash-state.ts';
import { type Explored, lockoutKindsOf, locksIn } from './explored.ts';
import { type History, noHistory } from './history.ts';
import type { Answer, ExplorerPool } from './jobs.ts';
import { nothingKnown } from './judged.ts';
import { exploreTexts, passTexts, progressTexts } from './messages.ts';
import { type Pass, type Phase, passesOf, waitingPasses } from './phases.ts';
import { pointNames } from './point-name.ts';
import type { Collected, Point } from './points.ts';
import { appendedOnlyIn } from './read-set.ts';
import { TracerCost } from './tracer-cost.ts';

export interface CrashOptions {
	readonly phases: readonly Phase[];
	/** 2: during the start over each distinct state everything dies once more. */
	readonly levels: 1 | 2;
	/** Start from every distinct state, though nobody could tell it from another one. */
	readonly isPruned: boolean;
	/** SIGKILL at each point instead of taking states. */
	readonly isKilling: boolean;
	/** For how long states are started from, in milliseconds; null: until every one is settled. */
	readonly durationMs: number | null;
	/** The contract, for what needs no start. */
	readonly contract: Contract;
	readonly say: (step: string) => void;
	/** Is given a way to tell what is known so far, for an exploration that is interrupted. */
	readonly letTellSoFar?: (soFar: () => CrashExploration) => void;
	/** How this exploration was begun, for the command that repeats a part of it. */
	readonly commandLine: CommandLine;
}

export interface CrashExploration {
	readonly passes: readonly PassReport[];
	readonly points: readonly PointReport[];
	readonly states: readonly StateReport[];
	readonly findings: readonly CrashFinding[];
	readonly distinctStates: number;
	readonly statesJudged: number;
	readonly starts: number;
	/** Why it is not complete. */
	readonly missing: readonly string[];
}

/** Explores the crash points of the wanted phases, on as many workers as the pool has. */
export async function exploreCrashes(pool: ExplorerPool, options: CrashOptions): Promise<CrashExploration> {
	return await new CrashExplorer(pool, options).run();
}

class CrashExplorer {
	readonly #pool: ExplorerPool;
	readonly #options: CrashOptions;
	readonly #states = new Map<string, Explored>();
	readonly #passes: PassReport[] = [];
	readonly #points: PointReport[] = [];
	readonly #missing: string[] = [];
	readonly #tracerCost = new TracerCost();
	#judgingSince: number | null = null;
	#starts = 0;
	#cases = 0;

	constructor(pool: ExplorerPool, options: CrashOptions) {
		this.#pool = pool;
		this.#options = options;
	}

	async run(): Promise<CrashExploration> {
		const { phases, levels, say, letTellSoFar } = this.#options;
		letTellSoFar?.(() => this.#result([exploreTexts.interrupted]));
		const clean = this.#explored(stateKey(cleanState), noHistory);
		const passes = passesOf(phases).filter((pass) => pass !== 'recovery');
		const needsStartup = phases.includes('recovery') && !passes.includes('startup');
		const wanted: Pass[] = needsStartup ? ['startup', ...passes] : passes;
		say('a start, a second one and a shutdown without any crash');
		const waiting = Promise.all(
			wanted.filter((pass) => waitingPasses.includes(pass)).map((pass) => this.#collect(pass, pass, noHistory)),
		);
		const working = wanted.filter((pass) => !waitingPasses.includes(pass));
		const [, ...firsts] = await Promise.all([
			this.#judge(clean),
			...working.map((pass) => this.#collect(pass, pass, noHistory)),
		]);
		if (phases.includes('recovery')) {
			const startup = firsts[working.indexOf('startup')];
			const last = startup?.points.findLast((point) => point.state !== null);
			const base = this.#states.get(last?.state ?? '');
			if (last === undefined || base === undefined) this.#missing.push(`${passTexts.recovery}: start-up left no state`);
			else await this.#collect('recovery', `startup:${last.number}/recovery`, base.history);
		}
		// What is known is started from while the others still wait.
		await Promise.all([waiting, this.#judgeAll()]);
		await this.#judgeAll();
		if (levels === 2) await this.#secondLevel();
		return this.#result([]);
	}

	async #secondLevel(): Promise<void> {
		const bases = [...this.#states.values()].filter(({ judged, points }) => judged !== null && points.length > 0);
		const done = new Set(this.#passes.map(({ pass }) => pass));
		await Promise.all(
			bases.map(async (base) => {
				const pass = `${base.points[0]}/recovery`;
				if (!done.has(pass)) await this.#collect('recovery', pass, base.history);
			}),
		);
		await this.#judgeAll();
	}

	/** Takes the states of one pass; `name` says what led to its begin, and then the pass. */
	async #collect(pass: Pass, name: string, history: History): Promise<Collected | null> {
		this.#options.say(progressTexts.collecting(pass));
		// The start over nothing is traced here anyhow: what it looks at is worth no start of its own.
		const showsLooks = this.#options.isPruned && pass === 'startup' && history === noHistory;
		const caseId = this.#caseId(`collect-${pass}`);
		const answer = await this.#pool.run(
			{ kind: 'collect', caseId, pass, history, showsLooks },
			{ waits: waitingPasses.includes(pass) },
		);
		if (answer.kind !== 'collect') {
			this.#missing.push(`${name}: ${failureOf(answer)}`);
			return null;
		}
		const { result } = answer;
		this.#starts += result.starts;
		const begun = this.#states.get(stateKey(history.state));
		if (begun !== undefined) begun.looks ??= result.looks;
		const histories = new Map(result.histories);
		const isNew = [...histories.keys()].filter((key) => !this.#states.has(key));
		// Later passes begin with a state that is told by a point's number.
		const names = history === noHistory ? pointNames(result.points) : [];
		for (const [at, point] of result.points.entries()) {
			this.#takePoint(name, { ...point, name: names[at] ?? null }, result.trace, histories);
		}
		const invalid = result.points.filter((point) => point.state === null).length;
		if (result.trouble !== null) this.#missing.push(`${name}: ${result.trouble}`);
		if (invalid > 0) this.#missing.push(`${name}: ${invalid} points without proof`);
		this.#passes.push({
			pass: name,
			outcome: result.outcome,
			callsSeen: result.callsSeen,
			points: result.points.length,
			distinctStates: new Set(result.points.flatMap(({ state }) => state ?? [])).size,
			newStates: isNew.length,
			invalid,
			trace: result.trace,
			trouble: result.trouble,
		});
		if (this.#options.isKilling) await this.#killAll(pass, name, history, result);
		return result;
	}

	#takePoint(
		name: string,
		point: Point & { readonly name: string | null },
		trace: string,
		histories: ReadonlyMap<string, History>,
	): void {
		const id = `${name}:${point.number}`;
		const { call, traceLine, state, unproved } = point;
		this.#points.push({ id, name: point.name, call, trace, traceLine, state, unproved });
		if (state === null) return;
		const history = histories.get(state);
		const explored = this.#states.get(state) ?? (history && this.#explored(state, history));
		explored?.points.push(id);
	}

	#explored(key: string, history: History): Explored {
		const explored: Explored = {
			...{
				key,
				history,
				points: [],
				judged: null,
				looks: null,
				rest: [],
				settledBy: null,
				findings: [],
				failure: null,
			},
		};
		this.#states.set(key, explored);
		return explored;
	}

	/** Starts from each state that no known start settles; several at once. */
	async #judgeAll(): Promise<void> {
		if (this.#options.isKilling) return;
		this.#judgingSince ??= performance.now();
		const work = async () => {
			for (;;) {
				const open = this.#inOrder([...this.#states.values()].filter((each) => this.#isOpen(each)));
				if (open.length === 0) return;
				const next = open.find((each) => !this.#maySoonBeSettled(each));
				const known = this.#options.isPruned && next ? this.#settlerOf(next) : undefined;
				if (next === undefined) await Promise.race(this.#running.values());
				else if (known !== undefined) this.#settle(next, known);
				else if (this.#isLate()) next.failure = exploreTexts.leftOut;
				else await this.#begin(next);
			}
		};
		await Promise.all(Array.from({ length: this.#pool.size }, work));
	}

	#isLate(): boolean {
		const { durationMs } = this.#options;
		return durationMs !== null && performance.now() - (this.#judgingSince ?? Number.POSITIVE_INFINITY) > durationMs;
	}

	/** One for each set of locks first, then the others: where the time is short, what differs in locks says most. */
	#inOrder(open: readonly Explored[]): readonly Explored[] {
		const known = new Set([...this.#states.values()].filter(({ judged }) => judged !== null).map(locksIn));
		const firsts = open.filter((each) => !known.has(locksIn(each)) && known.add(locksIn(each)));
		return [...firsts, ...open.filter((each) => !firsts.includes(each))];
	}

	#isOpen({ judged, settledBy, failure, key }: Explored): boolean {
		return judged === null && settledBy === null && failure === null && !this.#running.has(key);
	}

	readonly #running = new Map<string, Promise<void>>();

	async #begin(explored: Explored): Promise<void> {
		const running = this.#judge(explored).finally(() => this.#running.delete(explored.key));
		this.#running.set(explored.key, running);
		await running;
	}

	/** What starts have looked at so far cannot tell it from a state that is being started from: that start may settle it. */
	#maySoonBeSettled({ history }: Explored): boolean {
		if (!this.#options.isPruned) return false;
		const states = [...this.#states.values()];
		const begun = states.filter(({ key }) => this.#running.has(key));
		return states.some(
			(known) =>
				known.looks !== null &&
				begun.some((each) => agreeOn(each.history.state, history.state, this.#readSetOver(known))),
		);
	}

	#settlerOf({ history }: Explored): Explored | undefined {
		return [...this.#states.values()].find(
			(known) =>
				known.judged !== null &&
				known.looks !== null &&
				known.judged.verdict !== 'invalid' &&
				agreeOn(known.history.state, history.state, this.#readSetOver(known)),
		);
	}

	readonly #readSets = new Map<string, ReadSet>();

	/** What a start over the state looked at; made once, since every other state is compared on it. */
	#readSetOver({ key, history, looks }: Explored): ReadSet {
		const known = this.#readSets.get(key);
		if (known !== undefined) return known;
		const plain = new Map(looks?.readSet.map(([place, aspects]) => [place, new Set<Aspect>(aspects)]));
		const made = maskedReadSet(plain, history.state);
		this.#readSets.set(key, made);
		return made;
	}

	#settle(explored: Explored, by: Explored): void {
		explored.settledBy = by;
		explored.rest = by.rest;
		const others = by.findings.filter(({ clause }) => clause !== 'no-stale-lock');
		explored.findings = together(leftoversOf(explored.history, this.#options.contract), others, by.rest);
	}

	async #judge(explored: Explored): Promise<void> {
		const { isPruned, say } = this.#options;
		const title = explored.points[0] === undefined ? 'no crash' : `death at ${explored.points[0]}`;
		const states = [...this.#states.values()];
		say(progressTexts.judging(explored.key, explored.points[0], states.filter((each) => this.#isOpen(each)).length));
		const sources = isPruned
			? states.filter(({ judged }) => judged?.after && judged.rest && judged.verdict !== 'invalid')
			: [];
		const known = {
			tracerCostMsPerCall: this.#tracerCost.costMsPerCall,
			knownAfter: sources.flatMap(({ judged }) => judged?.after ?? []),
			logs: [...new Set(states.flatMap(({ looks }) => looks?.logs ?? []))],
			knownLockouts: states.flatMap(lockoutKindsOf),
		};
		const run = async (isTraced: boolean, logs: readonly string[]) =>
			await this.#pool.run({
				...{ kind: 'judge', caseId: this.#caseId(`state-${explored.key}`), title, isTraced },
				...{ history: explored.history, ...(isPruned ? { ...known, logs: [...logs] } : nothingKnown) },
			});
		// The start over nothing need not be traced: its states are taken under a tracer.
		const isTraced = isPruned && explored.points.length > 0;
		let answer = await run(isTraced, known.logs);
		if (answer.kind === 'judge') explored.looks ??= answer.result.looks;
		if (answer.kind === 'judge' && isTraced && this.#tracerCost.mayHaveDecided(answer.result)) {
			const traced = answer.result;
			this.#starts += traced.starts;
			// What it looks at, the traced start has shown.
			answer = await run(false, traced.looks === null ? known.logs : appendedOnlyIn(traced.looks, known.logs));
			if (answer.kind === 'judge') this.#tracerCost.learn(traced, answer.result);
		}
		if (answer.kind !== 'judge') {
			explored.failure = failureOf(answer);
			this.#missing.push(`state ${explored.key}: ${explored.failure}`);
			return;
		}
		const { result } = answer;
		this.#starts += result.starts;
		explored.judged = result;
		explored.rest = result.rest ?? sources[result.restOf ?? -1]?.rest ?? [];
		explored.findings = together(findingsIn(result.clauses), explored.rest);
		if (result.verdict === 'invalid') this.#missing.push(`state ${explored.key}: ${result.reason}`);
	}

	/** The direct way: everything again for each point, with a real SIGKILL. */
	async #killAll(pass: Pass, name: string, history: History, { points }: Collected): Promise<void> {
		await Promise.all(
			points.map(async (point) => {
				const caseId = this.#caseId(`kill-${pass}-${point.number}`);
				const answer = await this.#pool.run({
					kind: 'kill',
					caseId,
					pass,
					history,
					point: { ...point, nth: null },
					knownLockouts: [],
				});
				const id = `${name}:${point.number}`;
				const told = this.#points.find((each) => each.id === id);
				if (answer.kind !== 'kill' || told === undefined) {
					this.#missing.push(`${id}: ${failureOf(answer)}`);
					return;
				}
				const { judged, unproved, starts, key, state } = answer.result;
				this.#starts += starts + judged.starts;
				Object.assign(told, { verdict: unproved === null ? judged.verdict : 'invalid', unproved, state: key });
				if (unproved !== null) {
					this.#missing.push(`${id}: ${unproved}`);
					return;
				}
				const explored = this.#states.get(key) ?? this.#explored(key, { ...history, state });
				if (!explored.points.includes(id)) explored.points.push(id);
				explored.judged ??= judged;
				explored.findings = together(explored.findings, findingsIn(judged.clauses));
			}),
		);
	}

	/** What is known, and why it is no more. */
	#result(why: readonly string[]): CrashExploration {
		const states = [...this.#states.values()];
		const isLeft = ({ judged, settledBy, failure }: Explored) =>
			judged === null && settledBy === null && (failure === null || failure === exploreTexts.leftOut);
		const left = states.filter(isLeft).length;
		const unsettled = left > 0 ? [exploreTexts.statesLeft(left, states.length, why.length > 0)] : [];
		const clean = this.#states.get(stateKey(cleanState));
		const judgedOf = ({ judged, settledBy }: Explored) => judged ?? settledBy?.judged ?? null;
		return {
			passes: this.#passes,
			points: this.#points,
			states: states.flatMap((each) => {
				const judged = judgedOf(each);
				if (judged === null) return [];
				const verdict = judged.verdict === 'invalid' ? 'invalid' : each.findings.length > 0 ? 'fail' : 'pass';
				const { reason, outcome, folder } = judged;
				return [
					{
						...{ key: each.key, tree: renderState(each.history.state), points: each.points },
						...{ settledBy: each.settledBy?.key ?? 'start', verdict, outcome, folder },
						...(reason === undefined ? {} : { reason }),
					},
				];
			}),
			findings: groupFindings({
				states: states.flatMap((each) => {
					const judged = judgedOf(each);
					if (judged === null) return [];
					const { lockout, folder } = judged;
					return [
						{ points: each.points, findings: each.findings, tree: renderState(each.history.state), lockout, folder },
					];
				}),
				withoutCrash: clean?.findings ?? [],
				points: this.#points,
				commandLine: this.#options.commandLine,
			}),
			distinctStates: states.length,
			statesJudged: states.filter(({ judged }) => judged !== null).length,
			starts: this.#starts,
			missing: [...this.#missing, ...why, ...unsettled],
		};
	}

	#caseId(name: string): string {
		this.#cases++;
		return `${String(this.#cases).padStart(3, '0')}-${name}`;
	}
}

function failureOf(answer: Answer | JobFailed): string {
	return answer.kind === 'failed' ? answer.reason : `an answer of the wrong kind (${answer.kind})`;
}

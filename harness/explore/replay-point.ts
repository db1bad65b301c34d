import { findingsIn, groupFindings } from './crash-findings.ts';
import { renderState } from './crash-state.ts';
import type { CrashExploration } from './explore-crashes.ts';
import { lockoutKindsOf } from './explored.ts';
import { type History, noHistory } from './history.ts';
import type { ExplorerPool, Job, KilledAndJudged } from './jobs.ts';
import { replayTexts } from './messages.ts';
import { type Pass, passes } from './phases.ts';
import { type NamedPoint, readPointName } from './point-name.ts';
import { historyAt } from './points.ts';
import { nameOf } from './schedule.ts';

export interface PointReplay {
	readonly exploration: CrashExploration;
	readonly summary: { readonly point: string; readonly runs: number; readonly failed: number; readonly proved: number };
}

/** Kills at one point, really, as often as wanted. */
export async function replayPoint(
	pool: ExplorerPool,
	{ point: id, repeat, say }: { readonly point: string; readonly repeat: number; readonly say: (step: string) => void },
): Promise<PointReplay> {
	const missing: string[] = [];
	const named = readPointName(id);
	const found = named === null ? await findPoint(pool, id) : namedPoint(named);
	const runs: KilledAndJudged[] = [];
	if ('missing' in found) missing.push(found.missing);
	else {
		const { pass, history, point } = found;
		const replay = async (number: number, knownLockouts: string[]) => {
			const caseId = `replay-${String(number).padStart(3, '0')}`;
			const answer = await pool.run({ kind: 'kill', caseId, pass, history, point, knownLockouts });
			say(replayTexts.run(number, repeat));
			if (answer.kind === 'kill') runs.push(answer.result);
			else missing.push(`${caseId}: ${answer.kind === 'failed' ? answer.reason : answer.kind}`);
		};
		// How long a lockout lasts, the first one tells; the others show that it comes again.
		await replay(1, []);
		const known = runs.flatMap(({ judged }) => lockoutKindsOf({ judged, findings: findingsIn(judged.clauses) }));
		await Promise.all(Array.from({ length: repeat - 1 }, async (_, at) => await replay(at + 2, known)));
	}
	const proved = runs.filter(({ unproved }) => unproved === null);
	for (const { unproved } of runs) if (unproved !== null) missing.push(`${id}: ${unproved}`);
	const failed = proved.filter(({ judged }) => judged.verdict === 'fail');
	const call = 'missing' in found ? null : found;
	const points = call === null ? [] : [pointReport(id, call, proved[0] ?? null)];
	const byState = Map.groupBy(proved, ({ key }) => key);
	return {
		summary: { point: id, runs: repeat, failed: failed.length, proved: proved.length },
		exploration: {
			passes: [],
			points,
			states: [...byState].flatMap(([key, [first]]) =>
				first === undefined
					? []
					: [
							{
								...{ key, tree: renderState(first.state), points: [id], settledBy: 'start' },
								...{ verdict: first.judged.verdict, outcome: first.judged.outcome, folder: first.judged.folder },
							},
						],
			),
			findings: groupFindings({
				states: proved.map(({ judged, state }) => ({
					...{ points: [id], findings: judged.clauses.flatMap(({ findings }) => findings), tree: renderState(state) },
					...{ lockout: judged.lockout, folder: judged.folder },
				})),
				withoutCrash: [],
				points,
				commandLine: { program: '', repeatOptions: '' },
			}).map((finding) => ({ ...finding, replay: null })),
			distinctStates: byState.size,
			statesJudged: byState.size,
			starts: runs.reduce((sum, { starts, judged }) => sum + starts + judged.starts, 0),
			missing,
		},
	};
}

interface Found {
	readonly pass: Pass;
	readonly history: History;
	readonly point: Extract<Job, { kind: 'kill' }>['point'];
	/** Where the point stands in the trace of the way there; null for one that is known by its name. */
	readonly at: { readonly trace: string; readonly traceLine: number; readonly unproved: string | null } | null;
}

function namedPoint({ pass, call }: NamedPoint): Found {
	const { maskedCall, nth } = call;
	const point = { number: 1, maskedCall, nth, call: nameOf(call), relevance: 'files' as const };
	return { pass, history: noHistory, point, at: null };
}

/** Goes the way to a point: `startup:12/recovery:4` is the fourth call of a start over what a death at 12 left. */
async function findPoint(pool: ExplorerPool, id: string): Promise<Found | { readonly missing: string }> {
	let history = noHistory;
	let found: Found | null = null;
	for (const [at, step] of id.split('/').entries()) {
		const [name = '', number = ''] = step.split(':');
		const pass = passes.find((each) => each === name);
		if (pass === undefined) return { missing: replayTexts.noPass(name) };
		const answer = await pool.run({ kind: 'collect', caseId: `way-${at + 1}`, pass, history, showsLooks: false });
		if (answer.kind !== 'collect') return { missing: answer.kind === 'failed' ? answer.reason : answer.kind };
		const point = answer.result.points.find((each) => each.number === Number(number));
		if (point === undefined) return { missing: replayTexts.noPoint(step, answer.result.points.length) };
		const { trace } = answer.result;
		found = { pass, history, point: { ...point, nth: null }, at: { ...point, trace } };
		history = historyAt(answer.result, point) ?? history;
	}
	return found ?? { missing: replayTexts.noPass(id) };
}

function pointReport(id: string, { point, at }: Found, killed: KilledAndJudged | null) {
	const { trace = '', traceLine = 0, unproved = null } = at ?? {};
	const verdict = killed?.judged.verdict;
	return {
		...{ id, name: null, call: point.call, trace, traceLine, state: killed?.key ?? null, unproved },
		...(verdict && { verdict }),
	};
}

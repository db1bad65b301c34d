import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Arena } from '../arena/arena.ts';
import { Capabilities } from '../arena/capabilities.ts';
import { caseStarted } from '../arena/case-started.ts';
import { CapabilityMissingError, StoryEndedError } from '../arena/errors.ts';
import { pauseAt } from '../arena/pause.ts';
import type { RunContext } from '../arena/run-context.ts';
import { loadConfig } from '../config/load-config.ts';
import { contractOf, noConfig } from '../config/project-config.ts';
import type { ClauseId } from '../contract/clause-ids.ts';
import type { Contract } from '../contract/contract.ts';
import { isPromised } from '../contract/promised.ts';
import { maxPlannedTries, replanBind } from '../gateway/bind-plan.ts';
import { controlLostClients } from '../gateway/control-client.ts';
import { Recorder } from '../timeline/recorder.ts';
import { masking } from '../timeline/secrets.ts';
import type { CaseResult } from './case-result.ts';
import { failedExpectation } from './failed-expectation.ts';
import { judgeCase } from './judge-case.ts';
import { keepOutputs } from './keep-outputs.ts';
import type { ScenarioContext, ScenarioOptions } from './scenario-options.ts';

/** One scenario, about to be run once. */
export interface Case {
	readonly context: RunContext;
	readonly id: string;
	readonly caseId: string;
	readonly title: string;
	readonly options: ScenarioOptions;
	readonly story: (context: ScenarioContext) => Promise<void>;
}

/** What came of a case, and what its story threw when the story itself went wrong. */
export interface CaseOutcome {
	readonly result: CaseResult;
	readonly error?: unknown;
}

/**
 * Runs the story in an arena of its own, judges the record, and leaves both in the case's folder. A case without a
 * verdict because a planned system call was missed is run again with the plan that its trace shows.
 */
export async function runCase(one: Case): Promise<CaseOutcome> {
	for (let left = maxPlannedTries - 1; ; left--) {
		const { isReplanned, ...outcome } = await tryCase(one);
		if (left === 0 || !isReplanned || outcome.result.verdict !== 'invalid') return outcome;
	}
}

async function tryCase(one: Case): Promise<CaseOutcome & { readonly isReplanned?: boolean }> {
	const { context, id, caseId, title, options, story } = one;
	const startedAt = performance.now();
	const base = { id: caseId, scenario: id, title, asserts: [...options.asserts] };
	const missing = (options.needs ?? [])
		.map((need) => new Capabilities(context.capabilities).missing(need))
		.find(Boolean);
	if (missing) return { result: skipped(base, `${missing.capability}: ${missing.reason}`, startedAt) };
	const config = context.project === null ? noConfig : await loadConfig(context.project);
	const contract = contractOf(config, context.contract);
	const asserts = options.asserts.filter((clause) => isPromised(contract, clause));
	if (asserts.length === 0 && options.asserts.length > 0) {
		return { result: skipped(base, nothingPromised(contract, options.asserts), startedAt) };
	}
	const folder = path.join(context.runFolder, 'cases', caseId);
	mkdirSync(folder, { recursive: true });
	const recorder = new Recorder(path.join(folder, 'timeline.jsonl'));
	const arena = await Arena.create({
		context,
		contract,
		recorder,
		id: caseId,
		evidence: folder,
		...startOptions(options),
	});
	pauseAt(arena, folder);
	let reason: string | undefined;
	let storyError: unknown;
	let expectationError: unknown;
	try {
		const names = { caseId, scenario: id, title, asserts };
		recorder.add(caseStarted(names, { context, contract, arena }));
		await story({ arena, limitMs: (clause) => arena.limitMs(clause) });
	} catch (error) {
		if (error instanceof CapabilityMissingError) {
			await arena.close();
			rmSync(folder, { recursive: true, force: true });
			return { result: skipped(base, error.message, startedAt) };
		}
		const unmet = failedExpectation(error);
		if (unmet === null) {
			reason = error instanceof Error ? error.message : String(error);
			if (!(error instanceof StoryEndedError)) storyError = error;
		} else {
			recorder.add({ type: 'expectation-failed', message: unmet });
			expectationError = error;
		}
	}
	if (storyError === undefined) await controlLostClients(arena);
	// A lock that its next owner should have taken over shows only while that one lives.
	const mayLeaveLocks = contract.clauses['era:reclaims-lock'] !== undefined || context.also !== null;
	if (mayLeaveLocks && new Set(arena.instances.map(({ gone }) => gone)).size === 2) arena.audit();
	await arena.proofs();
	const isReplanned = replanBind(arena);
	recorder.add({ type: 'case-ended', ...(reason === undefined ? {} : { reason }) });
	await arena.close({ keepIn: context.keep ? path.join(folder, 'arena') : null });
	const { also } = context;
	const judged = judgeCase(recorder.events, {
		asserts,
		asked: { contract, limits: context.limits },
		also: also === null ? null : { contract: contractOf(config, also.contract), limits: also.limits },
		ownClauses: config.clauses,
		failed: storyError === undefined ? undefined : storyFailed(reason),
	});
	keepOutputs(recorder.events, folder);
	const result: CaseResult = masking({
		...base,
		asserts,
		...judged,
		durationMs: performance.now() - startedAt,
		folder: path.relative(context.runFolder, folder),
	});
	writeFileSync(path.join(folder, 'case.json'), `${JSON.stringify(result, null, '\t')}\n`);
	const error = storyError ?? expectationError;
	return error === undefined ? { result, isReplanned } : { result, error };
}

function nothingPromised({ id, unpromised = [] }: Contract, asserts: readonly ClauseId[]): string {
	const reasons = unpromised.filter(({ clause }) => asserts.includes(clause)).map(({ why }) => why);
	return `contract ${id} promises nothing of what it asserts: ${[...new Set(reasons)].join('; ')}`;
}

/** A story that threw did not do what it was to do: whatever the record shows, it allows no verdict. */
function storyFailed(reason: string | undefined): { verdict: 'invalid'; reason: string } {
	return { verdict: 'invalid', reason: `the story itself failed: ${reason}` };
}

function startOptions(options: ScenarioOptions) {
	return { defaultPort: options.defaultPort ?? false, coldHome: options.coldHome ?? false };
}

function skipped(
	base: Pick<CaseResult, 'id' | 'scenario' | 'title' | 'asserts'>,
	reason: string,
	startedAt: number,
): CaseResult {
	return { ...base, verdict: 'skipped', clauses: [], reason, durationMs: performance.now() - startedAt };
}

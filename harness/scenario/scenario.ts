import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inject, type TestContext, test } from 'vitest';
import { Arena } from '../arena/arena.ts';
import { Capabilities, type CapabilityName } from '../arena/capabilities.ts';
import { CapabilityMissingError, StoryEndedError } from '../arena/errors.ts';
import { describeIsolation } from '../arena/isolation.ts';
import type { RunContext } from '../arena/run-context.ts';
import type { ClauseId } from '../contract/clause-ids.ts';
import { findContract } from '../contract/index.ts';
import { judge } from '../judge/judge.ts';
import { verdictOf } from '../judge/verdict.ts';
import { timelineSchemaVersion } from '../timeline/events.ts';
import { Recorder } from '../timeline/recorder.ts';
import type { CaseResult } from './case-result.ts';
import { standaloneContext } from './standalone-context.ts';

export interface ScenarioOptions {
	/** The clauses that this story is meant to exercise; each must be exercised and hold. */
	readonly asserts: readonly ClauseId[];
	/** Stable id; by default made from the title. */
	readonly id?: string;
	/** For `--tag`. */
	readonly tags?: readonly string[];
	/** What the machine must have; the case is skipped with the reason, and counted, when it is missing. */
	readonly needs?: readonly CapabilityName[];
	/** Serve the contract's default port, without `--port`. */
	readonly defaultPort?: boolean;
	/** Start in an empty home even when the build has a warmed one. */
	readonly coldHome?: boolean;
}

export interface ScenarioContext {
	readonly arena: Arena;
	/** Clauses' limits in milliseconds, as in force for this run. */
	readonly limitMs: (clause: ClauseId) => number;
}

/** A case may take this long in all; its own waits end far earlier. */
const caseTimeoutMs = 10 * 60_000;

/**
 * Tells a story about a gateway. The story only acts; the contract judges the record of it, every clause of it, whatever
 * `asserts` names. It runs under Vitest like any other test.
 *
 * @remarks Since 0.1.0
 */
export function scenario(
	title: string,
	options: ScenarioOptions,
	story: (context: ScenarioContext) => Promise<void>,
): void {
	const id = options.id ?? slug(title);
	const context = inject('gatelock') ?? standaloneContext();
	const isWanted = matches(context, id, title, options.tags ?? []);
	if (context.listOnly || !isWanted) {
		const listed = { id, title, tags: [...(options.tags ?? [])], asserts: [...options.asserts], isWanted };
		test.skip(title, { meta: { filteredOut: true, listed } }, () => {});
		return;
	}
	for (let run = 1; run <= context.repeat; run++) {
		const caseId = context.repeat === 1 ? id : `${id}.${run}`;
		test(caseId === id ? title : `${title} (run ${run})`, { timeout: caseTimeoutMs }, async (vitest) => {
			const result = await runCase({ context, id, caseId, title, options, story });
			vitest.task.meta.gatelock = result;
			answer(vitest, result);
		});
	}
}

interface Case {
	readonly context: RunContext;
	readonly id: string;
	readonly caseId: string;
	readonly title: string;
	readonly options: ScenarioOptions;
	readonly story: (context: ScenarioContext) => Promise<void>;
}

async function runCase({ context, id, caseId, title, options, story }: Case): Promise<CaseResult> {
	const startedAt = performance.now();
	const base = { id: caseId, scenario: id, title, asserts: [...options.asserts] };
	const missing = (options.needs ?? [])
		.map((need) => new Capabilities(context.capabilities).missing(need))
		.find(Boolean);
	if (missing) return skipped(base, `${missing.capability}: ${missing.reason}`, startedAt);
	const contract = findContract(context.contract);
	const folder = path.join(context.runFolder, 'cases', caseId);
	mkdirSync(folder, { recursive: true });
	const recorder = new Recorder(path.join(folder, 'timeline.jsonl'));
	const arena = await Arena.create({ context, contract, recorder, id: caseId, ...startOptions(options) });
	let reason: string | undefined;
	try {
		recorder.add({
			type: 'case-started',
			schema: timelineSchemaVersion,
			caseId,
			scenario: id,
			title,
			asserts: [...options.asserts],
			gateway: context.gateway.text,
			contract: contract.id,
			seed: context.seed,
			limits: context.limits,
			isolation: describeIsolation(context.isolation),
			host: contract.host,
			port: arena.port,
			...(context.clientLifeMs === null ? {} : { clientLifeMs: context.clientLifeMs }),
		});
		await story({ arena, limitMs: (clause) => arena.limitMs(clause) });
	} catch (error) {
		if (error instanceof CapabilityMissingError) {
			await arena.close();
			rmSync(folder, { recursive: true, force: true });
			return skipped(base, error.message, startedAt);
		}
		if (!(error instanceof StoryEndedError)) {
			await arena.close();
			throw error;
		}
		reason = error.message;
	}
	recorder.add({ type: 'case-ended', ...(reason === undefined ? {} : { reason }) });
	await arena.close({ keepIn: context.keep ? path.join(folder, 'arena') : null });
	const clauses = judge(recorder.events, contract, { limits: context.limits });
	const judged = verdictOf(recorder.events, options.asserts, clauses);
	const result: CaseResult = {
		...base,
		verdict: judged.verdict,
		clauses,
		...(judged.reason === undefined ? {} : { reason: judged.reason }),
		durationMs: performance.now() - startedAt,
		folder: path.relative(context.runFolder, folder),
	};
	writeFileSync(path.join(folder, 'case.json'), `${JSON.stringify(result, null, '\t')}\n`);
	return result;
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

/** Tells Vitest what came of the case, for those who run a scenario file with Vitest itself. */
function answer(vitest: TestContext, result: CaseResult): void {
	if (result.verdict === 'skipped') vitest.skip(result.reason);
	if (result.verdict === 'pass') return;
	const findings = result.clauses.flatMap((clause) => clause.findings);
	const lines = findings.map((finding) => `${finding.clause}: ${finding.message}`);
	throw new Error([`${result.verdict}: ${result.reason ?? lines[0] ?? ''}`, ...lines].join('\n'));
}

function matches(context: RunContext, id: string, title: string, tags: readonly string[]): boolean {
	const byFilter =
		context.filters.length === 0 || context.filters.some((text) => id.includes(text) || title.includes(text));
	return byFilter && (context.tags.length === 0 || context.tags.some((tag) => tags.includes(tag)));
}

function slug(title: string): string {
	return title
		.toLowerCase()
		.replaceAll(/[^a-z0-9]+/g, '-')
		.replaceAll(/^-|-$/g, '');
}

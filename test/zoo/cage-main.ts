/**
 * A cage of the zoo: `node cage-main.ts <job.json>` goes into namespaces of its own and does there what the job says.
 * Whatever a gateway of the zoo does, it ends with its cage.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Isolation, isolationVariable } from '../../harness/arena/isolation.ts';
import { isolationSchema } from '../../harness/arena/isolation-schema.ts';
import { relaunchInNamespaces } from '../../harness/arena/namespaces.ts';
import { probeCapabilities } from '../../harness/arena/probe-capabilities.ts';
import type { RunContext } from '../../harness/arena/run-context.ts';
import { watchForInterrupt } from '../../harness/cli/interrupt.ts';
import { scenarioFiles } from '../../harness/cli/scenario-files.ts';
import { findContract } from '../../harness/contract/index.ts';
import { limitsFor } from '../../harness/contract/limits.ts';
import { type Calibration, calibrate } from '../../harness/gateway/calibrate.ts';
import type { CaseResult } from '../../harness/scenario/case-result.ts';
import { runCase } from '../../harness/scenario/run-case.ts';
import { parseTimeline } from '../../harness/timeline/timeline-file.ts';
import { type Job, type JobContext, jobSchema, type Measured, type ObservedGateway } from './job.ts';
import { type LoadedScenario, loadScenarios } from './load-scenarios.ts';
import { marginsOf, nearest } from './margins.ts';
import type { CageLine, ObservedCase } from './observation.ts';

const [jobFile = ''] = process.argv.slice(2);
const job = jobSchema.parse(JSON.parse(readFileSync(jobFile, 'utf8')));
const inside = process.env[isolationVariable];
if (inside === undefined) {
	const contexts = job.kind === 'measure' ? [job.context] : job.gateways.map(({ context }) => context);
	const needed = [process.cwd(), tmpdir(), ...new Set(contexts.flatMap(({ visible }) => visible))];
	process.exitCode = await relaunchInNamespaces(needed);
} else {
	const isolation = isolationSchema.parse(JSON.parse(inside));
	const interrupt = watchForInterrupt();
	if (job.kind === 'measure') await measure(job, isolation);
	else await observe(job, isolation);
	interrupt.dispose();
}

async function measure({ context, output }: Extract<Job, { kind: 'measure' }>, isolation: Isolation): Promise<void> {
	const capabilities = await probeCapabilities(isolation, context.visible);
	const { baseline, control } = await measured({ ...context, isolation, capabilities });
	const loaded = await loadScenarios(scenarioFiles(process.cwd()));
	const scenarios = loaded.map(({ id, group, tags, asserts }) => ({
		id,
		group,
		tags: [...tags],
		asserts: [...asserts],
	}));
	writeFileSync(output, JSON.stringify({ baseline, control, capabilities, scenarios } satisfies Measured));
}

/** One gateway after the other: some of these gateways meddle with whatever else is in their network. */
async function observe({ gateways }: Extract<Job, { kind: 'observe' }>, isolation: Isolation): Promise<void> {
	const scenarios = new Map((await loadScenarios(scenarioFiles(process.cwd()))).map((each) => [each.id, each]));
	for (const gateway of gateways) {
		const startedAt = performance.now();
		const { text: name } = gateway.context.gateway;
		try {
			await observeOne(gateway, scenarios, isolation);
		} catch (error) {
			print({ type: 'error', gateway: name, reason: String(error) });
		}
		print({ type: 'done', gateway: name, durationMs: performance.now() - startedAt });
	}
}

async function observeOne(
	{ context, isMeasured, rounds, wanted }: ObservedGateway,
	scenarios: ReadonlyMap<string, LoadedScenario>,
	isolation: Isolation,
): Promise<void> {
	const given = { ...context, isolation };
	const withLimits = isMeasured ? await withOwnLimits(given) : given;
	let isFound = false;
	for (const ids of rounds) {
		if (isFound) return;
		for (const id of ids) {
			const scenario = scenarios.get(id);
			if (scenario === undefined) throw new RangeError(`There is no scenario ${id}.`);
			const result = await resultOf(scenario, withLimits);
			isFound ||= result.clauses.some((clause) => clause.id === wanted && clause.findings.length > 0);
			print({ type: 'case', gateway: context.gateway.text, case: observedCase(context, result) });
			// A full tier of a hundred gateways would leave gigabytes.
			if (result.verdict === 'pass') rmSync(caseFolder(context, result), { recursive: true, force: true });
		}
	}
}

async function resultOf({ id, title, options, body }: LoadedScenario, context: RunContext): Promise<CaseResult> {
	const startedAt = performance.now();
	try {
		return (await runCase({ context, id, caseId: id, title, options, story: body })).result;
	} catch (error) {
		const durationMs = performance.now() - startedAt;
		const asserts = [...options.asserts];
		return { id, scenario: id, title, asserts, verdict: 'invalid', clauses: [], reason: String(error), durationMs };
	}
}

function print(line: CageLine): void {
	process.stdout.write(`${JSON.stringify(line)}\n`);
}

async function withOwnLimits(context: RunContext): Promise<RunContext> {
	const { baseline, clientLifeMs } = await measured(context);
	return { ...context, baseline, clientLifeMs, limits: limitsFor(findContract(context.contract), baseline) };
}

async function measured(context: RunContext): Promise<Calibration> {
	const options = { say: () => {}, knownColdStartMs: null, keepHome: null };
	return await calibrate(context, findContract(context.contract), options);
}

function observedCase(context: JobContext, result: CaseResult): ObservedCase {
	const file = path.join(caseFolder(context, result), 'timeline.jsonl');
	if (result.folder === undefined || !existsSync(file)) return { result, starts: 0, margins: [] };
	const { timeline } = parseTimeline(readFileSync(file, 'utf8'));
	return {
		result,
		starts: timeline.filter(({ type }) => type === 'spawned').length,
		margins: nearest(marginsOf(timeline, findContract(context.contract))),
	};
}

function caseFolder({ runFolder }: JobContext, { folder = 'no-record' }: CaseResult): string {
	return path.join(runFolder, folder);
}

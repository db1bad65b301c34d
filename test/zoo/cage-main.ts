/**
 * A cage of the zoo: `node cage-main.ts <job.json>` goes into namespaces of its own and does there what the job says.
 * Whatever a gateway of the zoo does, it ends with its cage.
 */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Isolation, isolationVariable } from '../../harness/arena/isolation.ts';
import { isolationSchema } from '../../harness/arena/isolation-schema.ts';
import { relaunchInNamespaces } from '../../harness/arena/namespaces.ts';
import { probeCapabilities } from '../../harness/arena/probe-capabilities.ts';
import type { RunContext } from '../../harness/arena/run-context.ts';
import { watchForInterrupt } from '../../harness/cli/interrupt.ts';
import { hostCases, oneAtATime, scenarioFiles } from '../../harness/cli/vitest-host.ts';
import { findContract } from '../../harness/contract/index.ts';
import { limitsFor } from '../../harness/contract/limits.ts';
import { type Calibration, calibrate } from '../../harness/gateway/calibrate.ts';
import type { CaseResult } from '../../harness/scenario/case-result.ts';
import { parseTimeline } from '../../harness/timeline/timeline-file.ts';
import { type Job, jobSchema } from './job.ts';
import { marginsOf, nearest } from './margins.ts';
import type { CageLine, ObservedCase } from './observation.ts';

const [jobFile = ''] = process.argv.slice(2);
const job = jobSchema.parse(JSON.parse(readFileSync(jobFile, 'utf8')));
const inside = process.env[isolationVariable];
if (inside === undefined) {
	const needed = [process.cwd(), tmpdir(), ...job.context.visible];
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
	writeFileSync(output, JSON.stringify({ baseline, control, capabilities }));
}

async function observe(
	{ context, output, isMeasured, rounds, wanted }: Extract<Job, { kind: 'observe' }>,
	isolation: Isolation,
): Promise<void> {
	const say = (line: CageLine) => appendFileSync(output, `${JSON.stringify(line)}\n`);
	let isFound = false;
	const listener = {
		planned: () => {},
		started: () => {},
		finished(result: CaseResult) {
			isFound ||= result.clauses.some(({ id, findings }) => id === wanted && findings.length > 0);
			say({ type: 'case', case: observedCase(context, result) });
		},
	};
	const given = { ...context, isolation };
	const withLimits = isMeasured ? await withOwnLimits(given) : given;
	for (const ids of rounds) {
		if (isFound || ids.length === 0) continue;
		const { errors } = await hostCases({
			files: scenarioFiles(process.cwd()),
			context: { ...withLimits, wanted: ids },
			// One after the other: some of these gateways meddle with whatever else is in their network.
			concurrency: oneAtATime,
			listener,
		});
		for (const reason of errors) say({ type: 'error', reason });
	}
	// Vitest has set it, since there are cases with findings: that is no trouble of the cage.
	process.exitCode = 0;
	say({ type: 'done' });
}

async function withOwnLimits(context: RunContext): Promise<RunContext> {
	const { baseline, clientLifeMs } = await measured(context);
	return { ...context, baseline, clientLifeMs, limits: limitsFor(findContract(context.contract), baseline) };
}

async function measured(context: RunContext): Promise<Calibration> {
	const options = { say: () => {}, knownColdStartMs: null, keepHome: null };
	return await calibrate(context, findContract(context.contract), options);
}

function observedCase(context: Job['context'], result: CaseResult): ObservedCase {
	const file = result.folder === undefined ? null : path.join(context.runFolder, result.folder, 'timeline.jsonl');
	if (file === null || !existsSync(file)) return { result, starts: 0, margins: [] };
	const { timeline } = parseTimeline(readFileSync(file, 'utf8'));
	return {
		result,
		starts: timeline.filter(({ type }) => type === 'spawned').length,
		margins: nearest(marginsOf(timeline, findContract(context.contract))),
	};
}

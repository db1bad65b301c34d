import { existsSync } from 'node:fs';
import { availableParallelism, homedir } from 'node:os';
import path from 'node:path';
import { parseDuration } from '../config/duration.ts';
import { loadConfig } from '../config/load-config.ts';
import type { ProjectConfig } from '../config/project-config.ts';
import { limitedClauseIdSchema } from '../contract/clause-ids.ts';
import type { Limit } from '../contract/limits.ts';
import type { Finding } from '../judge/finding.ts';
import { findingKey } from '../report/group-findings.ts';
import type { CaseResult } from '../scenario/case-result.ts';
import type { HostedRun } from '../scenario/hosted-run.ts';
import { eventTypes } from '../timeline/events.ts';
import { UsageError } from './errors.ts';
import { type FoundCase, findCase } from './find-stored.ts';
import { reproMessages } from './messages.ts';
import { run } from './run.ts';
import { outputsOf, type RawRunOptions, type RunOptions, wholeNumber } from './run-options.ts';
import { recordOf } from './stored-run.ts';
import { pauseTeller } from './tell-pause.ts';

/** What commander hands over. */
export interface RawReproOptions extends RawRunOptions {
	readonly untilFail?: string;
	readonly strace?: boolean;
	readonly pauseAt?: string;
	readonly pauseFor?: string;
	readonly freshLimits?: boolean;
}

const maxRuns = 10_000;
const defaultPauseMs = 10 * 60_000;

/**
 * `gatelock repro`: runs exactly one stored case again, with the gateway, contract, seed and limits that it had, and says
 * how often what it found came again.
 *
 * @returns The exit code.
 */
export async function repro(text: string, raw: RawReproOptions, config: ProjectConfig): Promise<number> {
	const found = findCase(text, process.cwd());
	const record = recordOf(found.runFolder, found.stored);
	const { result } = found.stored;
	if (raw.untilFail !== undefined && raw.repeat !== undefined) {
		throw new UsageError('--until-fail', raw.untilFail, 'one of --repeat and --until-fail, not both');
	}
	const options: RunOptions = {
		...outputsOf(raw),
		filters: [result.scenario],
		tags: [],
		gateway: raw.gateway ?? (raw.build === undefined ? asItWas('--gateway', record.asked.gateway) : null),
		build: raw.build ?? (raw.gateway === undefined ? asItWas('--build', record.asked.build) : null),
		contract: record.contract,
		limits: limitsOf(record.asked.limits),
		seed: record.seed,
		repeat: timesOf(raw),
		retries: 0,
		allowFlaky: false,
		shard: null,
		workers: Math.min(1, availableParallelism()),
		keep: raw.keep ?? false,
	};
	const limits: readonly Limit[] = record.limits.map((limit) => ({
		...limit,
		origin: reproMessages.limitOrigin(record.id, limit.origin),
	}));
	const own = await projectOf(found, config);
	if (!own.contracts.has(record.contract))
		throw new UsageError('--contract', record.contract, [...own.contracts.keys()].join(', '));
	return await run(options, own, {
		cases: {
			...(raw.freshLimits ? {} : { limits }),
			untilFail: raw.untilFail !== undefined,
			strace: raw.strace ?? false,
			pauseAt: raw.pauseAt === undefined ? null : pauseOf(raw.pauseAt, raw.pauseFor),
		},
		shadow: pauseTeller(),
		after: (hosted, versions) => {
			const changed = Object.entries(record.versions).filter(
				([name, version]) => versions[name] !== undefined && versions[name] !== version,
			);
			const lines = [
				rate(result, hosted),
				...changed.map(([name, version]) => reproMessages.otherVersion(name, version, versions[name] ?? '')),
			];
			process.stdout.write(`${lines.join('\n')}\n`);
		},
	});
}

function timesOf({ untilFail, repeat }: RawReproOptions): number {
	if (untilFail !== undefined) return wholeNumber('--until-fail', untilFail, 1, maxRuns);
	return repeat === undefined ? 1 : wholeNumber('--repeat', repeat, 1, maxRuns);
}

/**
 * What was asked for, as it was: a bundle names paths below the home folder by `~`, a record variables by their names.
 *
 * @throws UsageError when a variable is not set here, or when it was a token.
 */
function asItWas(option: string, text: string | null): string | null {
	const whole = text
		?.replaceAll(/(?<=^|[\s'"=])~\//g, () => `${homedir()}/`)
		.replaceAll(/‹(\w+)›/g, (masked, name: string) => process.env[name] ?? masked);
	const missing = /‹(\w+)›/.exec(whole ?? '')?.[1];
	if (missing !== undefined) throw new UsageError(option, text ?? '', reproMessages.masked(missing));
	return whole ?? null;
}

function limitsOf(stored: Readonly<Record<string, number>>): RunOptions['limits'] {
	return Object.fromEntries(
		Object.entries(stored).filter(([clause]) => limitedClauseIdSchema.safeParse(clause).success),
	);
}

/** A scenario that came in a bundle is taken from there; it finds the kit through the folders above it. */
async function projectOf({ project, stored }: FoundCase, config: ProjectConfig): Promise<ProjectConfig> {
	const { file } = stored.result;
	if (project === null || file === undefined || !existsSync(path.join(project, file))) return config;
	const own = await loadConfig(project);
	const base = own.file === null ? config : own;
	return { ...base, file: config.file, scenarios: [path.dirname(path.join(project, file))] };
}

function pauseOf(text: string, forText: string | undefined) {
	const [event = '', instance = null] = text.split(':');
	if (!eventTypes.some((type) => type === event) || (instance !== null && !/^g\d+$/.test(instance))) {
		throw new UsageError(
			'--pause-at',
			text,
			`<event> or <event>:<instance> (g1, g2, …) with an event of ${eventTypes.join(', ')}`,
		);
	}
	const forMs = forText === undefined ? defaultPauseMs : parseDuration(forText, '--pause-for');
	return { event, instance, forMs };
}

/** How often the same came again, in one sentence. */
function rate(before: CaseResult, { results }: HostedRun): string {
	const runs = results.length;
	const keys = new Set(findingsOf(before).map(kindOf));
	const again = results.filter((result) =>
		keys.size === 0 ? result.verdict === before.verdict : findingsOf(result).some((each) => keys.has(kindOf(each))),
	).length;
	const other = results.filter((result) => result.verdict === 'fail').length - (keys.size === 0 ? 0 : again);
	const [first] = findingsOf(before);
	const what = first === undefined ? before.verdict : `${first.clause}: ${first.message}`;
	return reproMessages.rate({
		again,
		runs,
		other: Math.max(0, keys.size === 0 && before.verdict === 'fail' ? 0 : other),
		what,
	});
}

/** Without its numbers: another run has other ports and pids, in file names too. */
function kindOf(finding: Finding): string {
	return findingKey(finding).replaceAll(/\d+/g, '#');
}

function findingsOf({ clauses }: CaseResult) {
	return clauses.flatMap(({ findings }) => findings);
}

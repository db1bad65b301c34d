import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { autoContract, chooseContracts, contractChoices, type NamedBuild } from '../config/choose-contracts.ts';
import type { ProjectConfig } from '../config/project-config.ts';
import type { Contract } from '../contract/contract.ts';
import { type Limit, limitsFor } from '../contract/limits.ts';
import { buildReport } from '../report/build-report.ts';
import { inOrder } from '../report/case-order.ts';
import { exitCodeFor } from '../report/exit-code.ts';
import { type CaseReport, type Report, reportSchema } from '../report/report.ts';
import { renderReport } from '../report/terminal.ts';
import type { CaseResult } from '../scenario/case-result.ts';
import { type JudgedBy, judgeCase } from '../scenario/judge-case.ts';
import type { EventOf, Timeline } from '../timeline/events.ts';
import { parseTimeline, TimelineFormatError } from '../timeline/timeline-file.ts';
import { caseReportOf, mergeRepeats } from './build-run-report.ts';
import { RecordUnreadableError, UsageError } from './errors.ts';
import { judgeMessages } from './messages.ts';
import { readRunRecord, runFolderOf } from './stored-run.ts';

/**
 * `gatelock judge <folder>`: judges the stored timelines of a run, or of one case, again.
 *
 * @returns The exit code.
 */
export function judgeStored(folder: string, contractId: string | null, config: ProjectConfig): number {
	const { report, contract } = judgedAgain(folder, contractId, config);
	const color = process.stdout.isTTY === true && !process.env.NO_COLOR;
	process.stdout.write(`${renderReport(report, contract, { color, columns: process.stdout.columns ?? 100 })}\n`);
	return exitCodeFor(report.verdict);
}

/** The report of a stored run, or of one case, as it is judged now. */
export function judgedAgain(
	folder: string,
	contractId: string | null,
	config: ProjectConfig,
): { readonly report: Report; readonly contract: Contract } {
	if (contractId !== null && contractId !== autoContract && !config.contracts.has(contractId)) {
		throw new UsageError('--contract', contractId, contractChoices(config).join(', '));
	}
	const record = readRunRecord(runFolderOf(folder));
	const cases = caseFolders(folder).map((caseFolder) => readCase(caseFolder, folder));
	const stored = readReport(folder);
	const [first] = cases;
	const measuring = path.join(folder, 'calibration', 'timeline.jsonl');
	if (first === undefined && existsSync(measuring))
		throw new RecordUnreadableError(folder, judgeMessages.noCase(measuring));
	if (first === undefined)
		throw new UsageError('judge', folder, 'a run folder or a case folder, with a timeline.jsonl in it');
	const { asked, also } = chooseContracts(config, contractId ?? first.start.contract, buildIn(first.start.gateway));
	const byOf = (contract: Contract): JudgedBy => ({ contract, limits: limitsOf(contract, first.start, stored) });
	const by = { config, asked: byOf(asked), also: also === null ? null : byOf(also) };
	const report = buildReport({
		gateway: first.start.gateway,
		contract: asked.id,
		isolation: first.start.isolation,
		seed: first.start.seed,
		...(stored?.baseline ? { baseline: stored.baseline } : {}),
		limits: [...by.asked.limits],
		...(by.also === null ? {} : { also: { contract: by.also.contract.id, limits: [...by.also.limits] } }),
		...(stored?.control ? { control: stored.control } : {}),
		cases: inOrder([...judgeCases(cases, by, stored), ...unrecorded(stored, cases)]),
		durationMs: stored?.durationMs ?? 0,
		folder: path.resolve(folder),
		versions: stored?.versions ?? record?.versions ?? {},
	});
	return { report, contract: asked };
}

interface StoredCase {
	readonly folder: string;
	readonly timeline: Timeline;
	readonly start: EventOf<'case-started'>;
}

function caseFolders(folder: string): string[] {
	if (existsSync(path.join(folder, 'timeline.jsonl'))) return [folder];
	const cases = path.join(folder, 'cases');
	if (!existsSync(cases)) return [];
	return readdirSync(cases)
		.map((name) => path.join(cases, name))
		.filter((caseFolder) => existsSync(path.join(caseFolder, 'timeline.jsonl')))
		.sort();
}

function readCase(caseFolder: string, root: string): StoredCase {
	const file = path.join(caseFolder, 'timeline.jsonl');
	const timeline = readTimeline(file);
	const start = timeline.find((event) => event.type === 'case-started');
	if (start === undefined) throw new RecordUnreadableError(file, judgeMessages.empty);
	return { folder: path.relative(root, caseFolder) || '.', timeline, start };
}

/** @throws RecordUnreadableError when it is missing or damaged. */
export function readTimeline(file: string): Timeline {
	try {
		return parseTimeline(readFileSync(file, 'utf8')).timeline;
	} catch (error) {
		throw error instanceof TimelineFormatError ? new RecordUnreadableError(file, error.message) : error;
	}
}

interface Judging {
	readonly config: ProjectConfig;
	readonly asked: JudgedBy;
	readonly also: JudgedBy | null;
}

/** The build that a record is of; null for a command. */
function buildIn(gateway: string): NamedBuild | null {
	const [, name, version] = /^((?:@[^@\s/]+\/)?[^@\s/]+)@(\d[^\s]*)(?: \(.*\))?$/.exec(gateway) ?? [];
	return name === undefined || version === undefined ? null : { name, version };
}

/** Those of the record for its own contract; for another one its rules, applied to what was measured then. */
function limitsOf(contract: Contract, start: EventOf<'case-started'>, stored: Report | null): readonly Limit[] {
	if (contract.id === start.contract || !stored?.baseline) return start.limits;
	const given = start.limits.filter(({ origin }) => origin === '--limit');
	return limitsFor(
		contract,
		stored.baseline,
		Object.fromEntries(given.map(({ clause, limitMs }) => [clause, limitMs])),
	);
}

/** Repeats of a case stand as one, as they did when they were run. */
function judgeCases(cases: readonly StoredCase[], by: Judging, stored: Report | null): CaseReport[] {
	const commands = new Map(stored?.cases.map(({ id, repeat }) => [id, repeat]));
	return mergeRepeats(cases.map((each) => judgeStoredCase(each, by))).map((result) => {
		const { repeat: _, ...report } = caseReportOf(result, { program: '', repeatOptions: '' });
		const repeat = commands.get(result.id);
		return repeat === undefined ? report : { ...report, repeat };
	});
}

function judgeStoredCase({ folder, timeline, start }: StoredCase, { config, asked, also }: Judging): CaseResult {
	const { asserts } = start;
	return {
		id: start.caseId,
		scenario: start.scenario,
		title: start.title,
		asserts,
		...judgeCase(timeline, { asserts, asked, also, ownClauses: config.clauses }),
		durationMs: timeline.at(-1)?.t ?? 0,
		folder,
	};
}

/** Cases without a timeline (skipped ones) are counted again as they were. */
function unrecorded(stored: Report | null, cases: readonly StoredCase[]): CaseReport[] {
	const recorded = new Set(cases.flatMap(({ start }) => [start.caseId, start.scenario]));
	return (stored?.cases ?? []).filter((each) => !recorded.has(each.id));
}

function readReport(folder: string): Report | null {
	const file = path.join(folder, 'report.json');
	if (!existsSync(file)) return null;
	try {
		return reportSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
	} catch {
		// The timelines are the record; the report only adds what was told around them.
		process.stderr.write(`${judgeMessages.reportUnreadable(file)}\n`);
		return null;
	}
}

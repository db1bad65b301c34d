import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'shell-quote';
import { parseDuration } from '../config/duration.ts';
import { type Report, reportSchema } from '../report/report.ts';
import { runFolderVersion } from '../report/run-folder-version.ts';
import { parseRunRecord, type RunRecord, runRecordName } from '../report/run-record.ts';
import { type CaseResult, caseResultSchema } from '../scenario/case-result.ts';
import { parseTimeline } from '../timeline/timeline-file.ts';
import { RecordUnreadableError } from './errors.ts';

/** One case as a run folder has it. */
export interface StoredCase {
	readonly result: CaseResult;
	/** Absolute. */
	readonly folder: string;
}

/** What a name on the command line may mean: a path, or a run in `.gatelock` (`latest`, too). */
export function foldersNamed(text: string, cwd: string): string[] {
	return [path.resolve(cwd, text), path.join(cwd, '.gatelock', text)];
}

/** The folder of the run that a folder belongs to: itself, or two above a case's. */
export function runFolderOf(folder: string): string {
	const full = path.resolve(folder);
	return existsSync(path.join(full, 'timeline.jsonl')) ? path.dirname(path.dirname(full)) : full;
}

/**
 * `run.json` of a run folder; null when an older Gatelock wrote it, which had none.
 *
 * @throws RunFolderVersionError, RecordUnreadableError
 */
export function readRunRecord(runFolder: string): RunRecord | null {
	const file = path.join(runFolder, runRecordName);
	if (!existsSync(file)) return null;
	return reading(file, (text) => parseRunRecord(text, file));
}

/** The cases of a run that left a record, by their names. */
export function readStoredCases(runFolder: string): StoredCase[] {
	const root = path.join(runFolder, 'cases');
	if (!existsSync(root)) return [];
	return readdirSync(root)
		.sort()
		.map((name) => path.join(root, name))
		.filter((folder) => existsSync(path.join(folder, 'case.json')))
		.map((folder) => ({ folder, result: reading(path.join(folder, 'case.json'), parseCase) }));
}

/** `report.json`, or null when it is missing or damaged. */
export function readStoredReport(runFolder: string): Report | null {
	try {
		return reportSchema.parse(JSON.parse(readFileSync(path.join(runFolder, 'report.json'), 'utf8')));
	} catch {
		return null;
	}
}

/** The record of a run as this Gatelock has it; one of an older folder is put together from what lies there. */
export function recordOf(runFolder: string, { result, folder }: StoredCase): RunRecord {
	const known = readRunRecord(runFolder);
	if (known !== null) return known;
	const [start] = reading(path.join(folder, 'timeline.jsonl'), (text) => parseTimeline(text).timeline);
	if (start?.type !== 'case-started') throw new RecordUnreadableError(folder, 'case-started is missing');
	const report = readStoredReport(runFolder);
	const repeat = report?.cases.find(({ id }) => id === result.scenario)?.repeat ?? '';
	const { gateway, contract, seed, limits, isolation } = start;
	return {
		schema: runFolderVersion,
		id: path.basename(runFolder),
		startedAt: new Date(0).toISOString(),
		versions: report?.versions ?? {},
		isolation,
		capabilities: {},
		contract,
		seed,
		limits,
		baseline: report?.baseline ?? null,
		control: report?.control ?? '',
		gateway,
		asked: askedIn(repeat),
		cwd: path.dirname(path.dirname(runFolder)),
	};
}

/** What a repeat command asks for. */
function askedIn(command: string): RunRecord['asked'] {
	const words = parse(command).filter((word) => typeof word === 'string');
	const after = (option: string) => words.flatMap((word, at) => (words[at - 1] === option ? [word] : []));
	const limits = after('--limit').map((text) => {
		const [clause = '', duration = ''] = text.split('=');
		return [clause, parseDuration(duration, '--limit')] as const;
	});
	return {
		gateway: after('--gateway')[0] ?? null,
		build: after('--build')[0] ?? null,
		limits: Object.fromEntries(limits),
	};
}

function parseCase(text: string): CaseResult {
	return caseResultSchema.parse(JSON.parse(text));
}

function reading<T>(file: string, read: (text: string) => T): T {
	const text = readFileSync(file, 'utf8');
	try {
		return read(text);
	} catch (error) {
		if (error instanceof Error && error.name.endsWith('VersionError')) throw error;
		throw new RecordUnreadableError(file, error instanceof Error ? error.message : String(error));
	}
}

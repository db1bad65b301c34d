import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { contractOf, type ProjectConfig } from '../config/project-config.ts';
import { chromeTrace } from '../page/chrome-trace.ts';
import { buildReport } from '../report/build-report.ts';
import { exitCodes } from '../report/exit-code.ts';
import { type Report, reportSchema } from '../report/report.ts';
import { UsageError } from './errors.ts';
import { judgedAgain, readTimeline } from './judge.ts';
import { showMessages } from './messages.ts';
import { htmlOf, type PageSource } from './page-of.ts';
import { outputFile } from './run-options.ts';
import { readExploration } from './shown-exploration.ts';
import { foldersNamed } from './stored-run.ts';

/** `gatelock show` as understood. */
export interface ShowOptions {
	/** A run folder, a case folder, or the id of a run or a case. */
	readonly what: string;
	readonly html: string | null;
	/** Also write the events in Chrome's trace format. */
	readonly trace: string | null;
	readonly open: boolean;
}

/**
 * `gatelock show`: makes the page of a stored run, or of one of its cases, and prints where it lies.
 *
 * @returns The exit code: 0 whatever the verdict, since nothing is judged here.
 * @throws UsageError, RecordUnreadableError
 */
export async function show({ what, html, trace, open }: ShowOptions, config: ProjectConfig): Promise<number> {
	const file = html === null ? null : outputFile('--html', html);
	const traceFile = trace === null ? null : outputFile('--trace', trace);
	const place = placeOf(what, process.cwd());
	const target = file ?? path.join(place.caseFolder ?? place.runFolder, 'report.html');
	const text = htmlOf(sourceOf(place, config));
	writeFileSync(target, text);
	process.stdout.write(`${showMessages.written(target, (Buffer.byteLength(text) / 1e6).toFixed(1))}\n`);
	if (traceFile !== null) writeTrace(traceFile, place);
	if (open) await openInBrowser(target);
	return exitCodes.pass;
}

/** Every stored case of the place; one that has no readable record says so, as it does when it is judged. */
function writeTrace(file: string, { runFolder, caseFolder }: Place): void {
	const root = path.join(runFolder, 'cases');
	const folders = caseFolder === null ? namesIn(root).map((name) => path.join(root, name)) : [caseFolder];
	const cases = folders
		.map((folder) => ({ id: path.basename(folder), file: path.join(folder, 'timeline.jsonl') }))
		.filter((each) => existsSync(each.file))
		.map((each) => ({ id: each.id, timeline: readTimeline(each.file) }));
	const text = `${JSON.stringify(chromeTrace(cases))}\n`;
	writeFileSync(file, text);
	process.stdout.write(`${showMessages.traced(file, (Buffer.byteLength(text) / 1e6).toFixed(1))}\n`);
}

interface Place {
	readonly runFolder: string;
	/** Null for a whole run. */
	readonly caseFolder: string | null;
}

/** @throws UsageError that says what is allowed, and what there is. */
function placeOf(what: string, cwd: string): Place {
	const latest = path.join(cwd, '.gatelock', 'latest');
	const candidates = [...foldersNamed(what, cwd), path.join(latest, 'cases', what)];
	for (const folder of candidates) {
		const place = placeAt(folder);
		if (place !== null) return place;
	}
	throw new UsageError('show', what, showMessages.allowed(namesIn(path.join(latest, 'cases'))));
}

function placeAt(folder: string): Place | null {
	if (!existsSync(folder) || !statSync(folder).isDirectory()) return null;
	if (existsSync(path.join(folder, 'timeline.jsonl'))) {
		const above = path.dirname(path.dirname(folder));
		return { runFolder: path.basename(path.dirname(folder)) === 'cases' ? above : folder, caseFolder: folder };
	}
	const isRun = existsSync(path.join(folder, 'report.json')) || namesIn(path.join(folder, 'cases')).length > 0;
	return isRun ? { runFolder: folder, caseFolder: null } : null;
}

function namesIn(folder: string): string[] {
	return existsSync(folder) ? readdirSync(folder).sort() : [];
}

/** A run as its report tells it; without a report, and for what explorers and storms leave, as it is judged now. */
function sourceOf({ runFolder, caseFolder }: Place, config: ProjectConfig): PageSource {
	const exploration = readExploration(runFolder);
	const stored = exploration === null ? readReport(runFolder) : null;
	const told =
		stored ?? judgedAgain(caseFolder !== null && exploration === null ? caseFolder : runFolder, null, config).report;
	const folder = stored === null && caseFolder !== null && exploration === null ? caseFolder : runFolder;
	const named = told.cases.map((each) => {
		const repeat = exploration?.repeats.get(each.id) ?? each.repeat;
		return {
			...each,
			title: exploration?.titles.get(each.id) ?? each.title,
			...(repeat === undefined ? {} : { repeat }),
		};
	});
	const verdict = exploration === null ? {} : { verdict: exploration.verdict };
	const whole: Report = { ...told, ...verdict, cases: named };
	const contract = contractOf(config, told.contract);
	const report =
		caseFolder === null || folder === caseFolder ? whole : onlyCase(whole, path.relative(runFolder, caseFolder));
	return { report, contract, folder, ...(exploration === null ? {} : { exploration }) };
}

/** The report of one of its cases. */
function onlyCase(report: Report, caseFolder: string): Report {
	const { schema: _, verdict: _verdict, clauses: _clauses, reason: _reason, ...facts } = report;
	const cases = report.cases.filter(({ folder }) => folder === caseFolder);
	if (cases.length === 0)
		throw new UsageError('show', caseFolder, showMessages.allowed(report.cases.map(({ id }) => id)));
	return buildReport({ ...facts, cases });
}

function readReport(runFolder: string): Report | null {
	const file = path.join(runFolder, 'report.json');
	if (!existsSync(file)) return null;
	try {
		return reportSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
	} catch {
		// The timelines are the record: they are judged again, which tells of the damage.
		return null;
	}
}

const openTimeoutMs = 10_000;

/** The system's own way to open a file. */
async function openInBrowser(file: string): Promise<void> {
	const program = process.platform === 'darwin' ? 'open' : 'xdg-open';
	const { failed, shortMessage } = await execa(program, [file], {
		reject: false,
		timeout: openTimeoutMs,
		stdio: 'ignore',
	});
	if (failed) process.stderr.write(`${showMessages.notOpened(file, shortMessage ?? '')}\n`);
}

import { writeFileSync } from 'node:fs';
import type { ProjectConfig } from '../config/project-config.ts';
import { inParallel } from '../releases/comparison.ts';
import type { Judgement, Question } from '../releases/judgement.ts';
import { publishedVersions } from '../releases/published-versions.ts';
import { resolveSubjects } from '../releases/resolve-subjects.ts';
import type { Subject } from '../releases/subject.ts';
import { exitCodeFor, exitCodes } from '../report/exit-code.ts';
import { renderMatrixHtml } from '../report/matrix-html.ts';
import { renderMatrixMarkdown } from '../report/matrix-markdown.ts';
import type { MatrixColumn, MatrixReport } from '../report/matrix-report.ts';
import { matrixVerdict } from '../report/matrix-table.ts';
import { renderMatrix } from '../report/matrix-terminal.ts';
import { chooseScenarios } from './choose-scenarios.ts';
import { judgedByAnother } from './judge-by-contracts.ts';
import type { MatrixCommandOptions } from './matrix-options.ts';
import { comparisonMessages } from './messages.ts';
import { scenarioFiles } from './scenario-files.ts';
import { listScenarios } from './select-scenarios.ts';
import { type OpenComparison, withComparison } from './with-comparison.ts';

/**
 * `gatelock matrix`: judges every build, each as a run of its own, by every contract, and tells it as one table. A build that
 * cannot be judged is a column that says why.
 *
 * @returns The exit code.
 */
export async function matrix(options: MatrixCommandOptions, config: ProjectConfig): Promise<number> {
	return await withComparison(options, async (open) => await compare(options, config, open));
}

async function compare(
	options: MatrixCommandOptions,
	config: ProjectConfig,
	{ cwd, startedAt, comparison }: OpenComparison,
): Promise<number> {
	const { store } = comparison;
	const listed = await listScenarios(scenarioFiles(cwd, config));
	const scenarios = chooseScenarios(listed, options).map(({ id }) => id);
	const say = (text: string) => process.stderr.write(`${text}\n`);
	const subjects = await resolveSubjects(options, cwd, async (name) => {
		say(comparisonMessages.asking(name));
		return await publishedVersions(name, comparison.signal);
	});
	const { limits, seed, repeat } = options;
	const most = subjects.length * options.contracts.length;
	let done = 0;
	const jobs = subjects.map((subject) => async () => {
		const columns: MatrixColumn[] = [];
		let last: Judgement | null = null;
		for (const contract of options.contracts) {
			const question = { contract, scenarios, limits, seed, repeat };
			const stored = options.fresh ? undefined : store.read(subject, question).at(-1);
			const again = stored === undefined && last !== null ? judgedByAnother(last, question, config) : null;
			if (again !== null) store.add(subject, question, again);
			const known = stored ?? again;
			if (known === null) say(comparisonMessages.judging(subject.label, contract));
			const judgement: Judgement = known ?? (await comparison.judge(subject, question));
			last = judgement;
			done++;
			const column = columnOf(subject, question, judgement, stored !== undefined);
			say(comparisonMessages.judged(done, most, column));
			columns.push(column);
		}
		return columns;
	});
	const ofBuilds = await inParallel(jobs, options.jobs);
	const columns = options.contracts.flatMap((asked) => ofBuilds.flat().filter((column) => column.asked === asked));
	const report: MatrixReport = {
		schema: 1,
		verdict: matrixVerdict(columns),
		contracts: [...options.contracts],
		scenarios,
		columns,
		wallMs: performance.now() - startedAt,
		starts: columns.reduce((sum, { starts, stored }) => sum + (stored ? 0 : starts), 0),
		folder: store.folder,
	};
	publish(report, options);
	return codeOf(report);
}

function columnOf(subject: Subject, question: Question, judgement: Judgement, stored: boolean): MatrixColumn {
	const { judgedAt, wallMs, starts, outcome } = judgement;
	return {
		build: subject.label,
		asked: question.contract,
		...{ judgedAt, wallMs, starts, stored },
		report: outcome.kind === 'judged' ? outcome.report : null,
		problem: outcome.kind === 'judged' ? null : outcome.reason,
	};
}

function publish(report: MatrixReport, { json, html, markdown }: MatrixCommandOptions): void {
	if (json !== null) writeFileSync(json, `${JSON.stringify(report, null, '\t')}\n`);
	if (html !== null) writeFileSync(html, renderMatrixHtml(report));
	if (markdown !== null) writeFileSync(markdown, renderMatrixMarkdown(report));
	const color = process.stdout.isTTY === true && !process.env.NO_COLOR;
	process.stdout.write(renderMatrix(report, { color, columns: process.stdout.columns ?? 100 }));
}

/** A broken contract weighs more than a build that could not be judged, and that more than a case without a verdict. */
function codeOf({ verdict, columns }: MatrixReport): number {
	const code = exitCodeFor(verdict);
	if (code === exitCodes.contractBroken) return code;
	return columns.some(({ report }) => report === null) ? exitCodes.buildUnusable : code;
}

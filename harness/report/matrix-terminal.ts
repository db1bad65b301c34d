import { column, type Look, oneLine, paragraph, type Span, verbatim } from './layout.ts';
import { matrixMessages as messages } from './matrix-messages.ts';
import type { MatrixColumn, MatrixReport } from './matrix-report.ts';
import { columnMark, type MatrixTable, matrixTables, unusableMark } from './matrix-table.ts';
import { verdictStyles } from './verdict-look.ts';

const clauseWidth = 24;
const cellWidth = 4;
/** A reason takes a few lines; all of it stands in the JSON. */
const maxProblemLines = 3;

/**
 * The matrix for a terminal or a pipe, ending in a newline. Builds are numbered, so that many fit side by side; the
 * numbers are told below.
 */
export function renderMatrix(report: MatrixReport, look: Look): string {
	const builds = new Set(report.columns.map(({ build }) => build)).size;
	const stored = report.columns.filter((each) => each.stored).length;
	const title: Span[] = [
		{ text: `${messages.title}  `, style: 'bold' },
		{ text: messages.heading(builds, report.scenarios.length) },
	];
	const lines = [
		...paragraph(title, { text: '' }, look),
		...matrixTables(report).flatMap((table) => ['', ...tableLines(table, look)]),
		'',
		...paragraph([{ text: messages.legend, style: 'dim' }], { text: '' }, look),
		...paragraph(
			[{ text: messages.summary(report.columns.length, stored, report.starts, report.wallMs) }],
			{ text: '' },
			look,
		),
		verbatim(report.folder, { text: messages.folder }, look),
		oneLine([{ text: messages.verdict(report.verdict), style: verdictStyles[report.verdict] }], look),
	];
	return `${lines.join('\n')}\n`;
}

function tableLines(table: MatrixTable, look: Look): string[] {
	const fitting = Math.max(1, Math.floor((look.columns - clauseWidth - 2) / cellWidth));
	const lines: string[] = [oneLine([{ text: messages.contract(table.contract), style: 'bold' }], look)];
	for (let from = 0; from < table.columns.length; from += fitting) {
		lines.push(...blockLines(table, from, Math.min(table.columns.length, from + fitting), look), '');
	}
	return [...lines, ...table.columns.flatMap((each, index) => legendLines(each, index, look))];
}

function blockLines({ columns, rows }: MatrixTable, from: number, to: number, look: Look): string[] {
	const numbers = columns.slice(from, to).map((_, offset) => String(from + offset + 1).padStart(cellWidth));
	const line = (label: string, cells: readonly Span[]) =>
		oneLine([{ text: `  ${column(label, clauseWidth)}` }, ...cells], look);
	return [
		line(
			messages.clause,
			numbers.map((text) => ({ text, style: 'dim' })),
		),
		...rows.map(({ clause, cells }) =>
			line(
				clause,
				cells.slice(from, to).map(({ mark }) => markSpan(mark)),
			),
		),
		line(
			messages.allTogether,
			columns.slice(from, to).map((each) => markSpan(columnMark(each))),
		),
	];
}

function markSpan(mark: string): Span {
	const text = mark.padStart(cellWidth);
	if (mark === '✓') return { text, style: 'green' };
	if (mark === '✗') return { text, style: 'red' };
	return mark === unusableMark || mark === '~' || mark === '?' ? { text, style: 'yellow' } : { text, style: 'dim' };
}

function legendLines(each: MatrixColumn, index: number, look: Look): string[] {
	const label = { text: `  ${String(index + 1).padStart(3)} `, style: 'dim' } as const;
	const contract = each.report === null || each.report.contract === each.asked ? [] : [each.report.contract];
	const told = [
		...contract.map(messages.ownContract),
		...(each.report === null ? [] : [messages.findings(each.report.clauses.flatMap((one) => one.findings).length)]),
		messages.column(each.starts, each.wallMs, each.stored),
	].join(', ');
	const problem = each.problem?.split('\n').slice(0, maxProblemLines).join(' ') ?? null;
	return [
		...paragraph(
			[
				{ text: each.build, style: 'bold' },
				{ text: `  ${told}`, style: 'dim' },
			],
			label,
			look,
		),
		...(problem === null ? [] : paragraph([{ text: problem }], { text: `      ${unusableMark} ` }, look)),
	];
}

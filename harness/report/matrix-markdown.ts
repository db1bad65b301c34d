import { matrixMessages as messages } from './matrix-messages.ts';
import type { MatrixColumn, MatrixReport } from './matrix-report.ts';
import { columnMark, type MatrixTable, matrixTables } from './matrix-table.ts';
import { bounded, visible } from './visible.ts';

const maxCellChars = 300;

/** The matrix as Markdown: a table of clauses and builds for each contract, and what the builds were. */
export function renderMatrixMarkdown(report: MatrixReport): string {
	const builds = new Set(report.columns.map(({ build }) => build)).size;
	const parts = [
		`${messages.heading(builds, report.scenarios.length)}: ${report.scenarios.map((id) => `\`${id}\``).join(', ')}.`,
		...matrixTables(report).flatMap((table) => [
			`**${messages.contract(escaped(table.contract))}**`,
			clauseTable(table),
			columnTable(table),
		]),
		messages.legend,
	];
	return `${parts.join('\n\n')}\n`;
}

function clauseTable({ columns, rows }: MatrixTable): string {
	return [
		row([messages.clause, ...columns.map(({ build }) => escaped(build))]),
		row(['---', ...columns.map(() => ':-:')]),
		...rows.map(({ clause, cells }) => row([`\`${clause}\``, ...cells.map(({ mark }) => mark)])),
		row([`**${messages.allTogether}**`, ...columns.map(columnMark)]),
	].join('\n');
}

function columnTable({ columns }: MatrixTable): string {
	return [
		row([messages.buildColumn, messages.contract('').trim(), 'starts', messages.sees]),
		row(['---', '---', '--:', '---']),
		...columns.map((each) =>
			row([
				escaped(each.build),
				`\`${each.report?.contract ?? each.asked}\``,
				String(each.starts),
				escaped(saysOf(each)),
			]),
		),
	].join('\n');
}

function saysOf({ report, problem }: MatrixColumn): string {
	if (report === null) return problem ?? '';
	return report.clauses
		.flatMap(({ findings: [first] }) => (first === undefined ? [] : [`${first.clause}: ${first.message}`]))
		.join('; ');
}

function row(cells: readonly string[]): string {
	return `| ${cells.join(' | ')} |`;
}

function escaped(text: string): string {
	return visible(bounded(text.replaceAll(/\s*\n\s*/g, ' '), maxCellChars))
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('|', '\\|');
}

import { matrixMessages as messages } from './matrix-messages.ts';
import type { MatrixColumn, MatrixReport } from './matrix-report.ts';
import { columnMark, type MatrixCell, type MatrixTable, matrixTables } from './matrix-table.ts';
import { bounded, visible } from './visible.ts';

const maxTextChars = 2_000;

const style = `
:root { color-scheme: light dark; }
body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem; max-width: 110rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; margin: 0 0 1.5rem; }
th, td { border: 1px solid #8886; padding: .25rem .5rem; text-align: center; vertical-align: bottom; }
th[scope=row], td.text { text-align: left; font-weight: normal; vertical-align: top; }
thead th.build span { writing-mode: vertical-rl; transform: rotate(180deg); max-height: 18rem; overflow: hidden; }
.holds { background: #2a93; } .broken { background: #d334; } .unusable { background: #ca04; } .not-exercised { color: #888; }
code, td.text { overflow-wrap: anywhere; }
`;

/** The matrix as one HTML page that needs nothing from elsewhere. Nothing that a build printed becomes markup. */
export function renderMatrixHtml(report: MatrixReport): string {
	const builds = new Set(report.columns.map(({ build }) => build)).size;
	return [
		'<!doctype html>',
		'<html lang="en">',
		`<head><meta charset="utf-8"><title>${messages.title}</title><style>${style}</style></head>`,
		'<body>',
		`<h1>${messages.title}</h1>`,
		`<p>${escaped(messages.heading(builds, report.scenarios.length))}. ${escaped(messages.legend)}.</p>`,
		`<details><summary>${escaped(messages.heading(builds, report.scenarios.length))}</summary><p>${report.scenarios.map((id) => `<code>${escaped(id)}</code>`).join(' ')}</p></details>`,
		...matrixTables(report).flatMap(tableHtml),
		`<p>${escaped(messages.verdict(report.verdict))}</p>`,
		'</body>',
		'</html>',
		'',
	].join('\n');
}

function tableHtml(table: MatrixTable): string[] {
	const { columns, rows } = table;
	return [
		`<h2>${escaped(messages.contract(table.contract))}</h2>`,
		'<div class="wide"><table>',
		`<thead><tr><th scope="col">${messages.clause}</th>${columns.map((each) => `<th scope="col" class="build"><span>${escaped(each.build)}</span></th>`).join('')}</tr></thead>`,
		'<tbody>',
		...rows.map(
			({ clause, cells }) => `<tr><th scope="row">${escaped(clause)}</th>${cells.map(cellHtml).join('')}</tr>`,
		),
		`<tr><th scope="row"><b>${messages.allTogether}</b></th>${columns.map((each) => `<td>${columnMark(each)}</td>`).join('')}</tr>`,
		'</tbody></table></div>',
		'<div class="wide"><table>',
		`<thead><tr><th scope="col">${messages.buildColumn}</th><th scope="col">${escaped(messages.contract('').trim())}</th><th scope="col">${messages.sees}</th></tr></thead>`,
		'<tbody>',
		...columns.map(columnHtml),
		'</tbody></table></div>',
	];
}

function cellHtml({ status, mark, findings, cases, first }: MatrixCell): string {
	const title = first === null ? `${cases} cases` : `${messages.findings(findings)}: ${first}`;
	return `<td class="${status}" title="${escaped(title)}">${mark}</td>`;
}

function columnHtml(each: MatrixColumn): string {
	const told = messages.column(each.starts, each.wallMs, each.stored);
	const says =
		each.report === null
			? [each.problem ?? '']
			: each.report.clauses.flatMap(({ findings: [first] }) =>
					first === undefined ? [] : [`${first.clause}: ${first.message}`],
				);
	const list = says.map((text) => `<div>${escaped(text)}</div>`).join('');
	return `<tr><td class="text">${escaped(each.build)}<br><small>${escaped(told)}</small></td><td class="text">${escaped(each.report?.contract ?? each.asked)}</td><td class="text">${list}</td></tr>`;
}

function escaped(text: string): string {
	return visible(bounded(text.replaceAll('\n', ' '), maxTextChars))
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;');
}

import { groupFindings } from './group-findings.ts';
import { messages } from './messages.ts';
import type { CaseReport, Report } from './report.ts';
import { bounded, visible } from './visible.ts';

/** GitHub shows ten of a kind for each step; more of them are dropped there. */
const maxAnnotations = 10;
const maxChars = 2_000;

/** Workflow commands that annotate a GitHub Actions run: an error for each finding, a warning for each case without a verdict. Pure. */
export function renderAnnotations(report: Report): string {
	const errors = groupFindings(report.cases).map(({ finding, cases }) => {
		const isFlaky = cases.every(({ verdict }) => verdict === 'flaky');
		const text = `${finding.message}\n${repeatOf(cases[0])}`;
		return command('error', `${isFlaky ? 'flaky: ' : ''}${finding.clause}`, text, cases[0]);
	});
	const invalid = report.cases
		.filter(({ verdict }) => verdict === 'invalid')
		.map((found) =>
			command('warning', `invalid: ${found.title}`, `${found.reason ?? messages.notSeen}\n${repeatOf(found)}`, found),
		);
	return [...errors.slice(0, maxAnnotations), ...invalid.slice(0, maxAnnotations)].map((line) => `${line}\n`).join('');
}

/** Between the two, GitHub takes nothing that is printed for a command: what a gateway prints gives no orders. */
export function withoutCommands(token: string): { readonly begin: string; readonly end: string } {
	return { begin: `::stop-commands::${token}\n`, end: `::${token}::\n` };
}

function repeatOf(found: CaseReport | undefined): string {
	return found?.repeat ?? '';
}

function command(kind: 'error' | 'warning', title: string, text: string, found: CaseReport | undefined): string {
	const file = found?.file === undefined ? '' : `file=${property(found.file)},`;
	return `::${kind} ${file}title=${property(title)}::${data(text)}`;
}

/** Source: GitHub, actions/toolkit, command.ts. */
function data(text: string): string {
	const lines = text.split('\n').map((line) => visible(bounded(line, maxChars)));
	return lines.join('\n').trimEnd().replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
	return data(text.replaceAll('\n', ' ')).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

import type { Contract } from '../contract/contract.ts';
import { countVerdicts } from './count-cases.ts';
import { type Look, paragraph } from './layout.ts';
import { messages } from './messages.ts';
import { renderCaseLine } from './progress.ts';
import type { CaseReport, Report } from './report.ts';
import type { ReportLook } from './reporters.ts';
import { clauseTableLines } from './terminal-clauses.ts';
import { caseName, findingsLines, labelOf, whereLines } from './terminal-findings.ts';
import { headerLines } from './terminal-header.ts';
import { verdictMarks, verdictStyles } from './verdict-look.ts';

const maxInvalidShown = 40;

/**
 * The whole report for a terminal or a pipe, ending in a newline. Nothing that a gateway printed reaches the output
 * raw: its control characters are made visible, and every field is bounded.
 */
export function renderReport(report: Report, contract: Contract, look: ReportLook): string {
	const { amount = 'normal' } = look;
	const sections = [
		...(amount === 'quiet' ? [] : [headerLines(report, contract, look), clauseTableLines(report, look)]),
		...(amount === 'verbose' ? [caseLines(report, look)] : []),
		findingsLines(report, contract, look),
		invalidLines(report, look),
		...(amount === 'quiet' ? [] : [skippedLines(report, look)]),
		summaryLines(report, look),
	];
	const text = sections
		.filter((lines) => lines.length > 0)
		.map((lines) => lines.join('\n'))
		.join('\n\n');
	return `${text}\n`;
}

/** Every case, for who wants to compare them. */
function caseLines({ cases }: Report, look: Look): string[] {
	return [
		...paragraph([{ text: messages.casesTitle(cases.length), style: 'bold' }], { text: '' }, look),
		...cases.map((found) => `  ${renderCaseLine(found, look.color, look.columns - 2)}`),
	];
}

function invalidLines(report: Report, look: Look): string[] {
	const invalid = report.cases.filter(({ verdict }) => verdict === 'invalid');
	if (invalid.length === 0) return [];
	const left = invalid.length - maxInvalidShown;
	return [
		...paragraph([{ text: messages.invalidTitle(invalid.length), style: 'bold' }], { text: '' }, look),
		...invalid
			.slice(0, maxInvalidShown)
			.flatMap((found) => [
				'',
				...paragraph(
					[{ text: caseName(found), style: 'bold' }],
					{ text: `  ${verdictMarks.invalid} `, style: verdictStyles.invalid },
					look,
				),
				...paragraph([{ text: reasonOf(found) }], labelOf(messages.labels.reason), look),
				...whereLines(found, report, look),
			]),
		...(left > 0 ? ['', ...paragraph([{ text: messages.moreCases(left) }], { text: '  ' }, look)] : []),
	];
}

/** Skipped cases are counted per reason: one missing capability skips many. */
function skippedLines({ cases }: Report, look: Look): string[] {
	const skipped = cases.filter(({ verdict }) => verdict === 'skipped');
	if (skipped.length === 0) return [];
	const perReason = Map.groupBy(skipped, reasonOf);
	return [
		...paragraph([{ text: messages.skippedTitle(skipped.length), style: 'bold' }], { text: '' }, look),
		...[...perReason].flatMap(([reason, { length }]) =>
			paragraph([{ text: messages.skippedReason(length, reason) }], { text: `  ${verdictMarks.skipped} ` }, look),
		),
	];
}

function reasonOf({ reason }: CaseReport): string {
	return reason ?? messages.notSeen;
}

function summaryLines({ cases, verdict, reason, durationMs, also, folder }: Report, look: Look): string[] {
	const because = reason === undefined ? [] : [{ text: ` (${reason})` }];
	return [
		...paragraph([{ text: messages.summary(cases.length, countVerdicts(cases), durationMs) }], { text: '' }, look),
		...paragraph([{ text: messages.verdict(verdict), style: verdictStyles[verdict] }, ...because], { text: '' }, look),
		...(also === undefined
			? []
			: paragraph([{ text: messages.alsoVerdict(also.verdict, also.contract, folder) }], { text: '' }, look)),
	];
}

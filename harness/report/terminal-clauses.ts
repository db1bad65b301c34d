import type { ClauseResult } from '../judge/finding.ts';
import { casesThatExercised } from './count-cases.ts';
import { type FindingGroup, groupFindings } from './group-findings.ts';
import { column, type Look, oneLine } from './layout.ts';
import { messages } from './messages.ts';
import type { Report } from './report.ts';
import { verdictMarks, verdictOfStatus, verdictStyles } from './verdict-look.ts';

/** One row for each clause: its status, how many cases exercised it, and how many different findings there are. */
export function clauseTableLines({ clauses, cases }: Report, look: Look): string[] {
	const groups = groupFindings(cases);
	const titles = messages.clauseColumns;
	const head = row(' ', titles.clause, titles.status, titles.cases, titles.findings);
	return [
		oneLine([{ text: messages.clausesTitle, style: 'bold' }], look),
		oneLine([{ text: Object.values(head).join(''), style: 'dim' }], look),
		...clauses.map((clause) => clauseLine(clause, casesThatExercised(clause.id, cases).length, groups, look)),
	];
}

function clauseLine({ id, status }: ClauseResult, exercisedBy: number, groups: FindingGroup[], look: Look): string {
	const verdict = verdictOfStatus[status];
	const count = groups.filter(({ finding }) => finding.clause === id).length;
	const style = verdictStyles[verdict];
	const cells = row(verdictMarks[verdict], id, messages.clauseStatus[status], exercisedBy, count || '');
	return oneLine(
		[{ text: cells.mark, style }, { text: cells.clause }, { text: cells.status, style }, { text: cells.counts }],
		look,
	);
}

function row(mark: string, clause: string, status: string, cases: string | number, findings: string | number) {
	return {
		mark: `  ${mark} `,
		clause: column(clause, 24),
		status: column(status, 14),
		counts: `${String(cases).padStart(5)} ${String(findings).padStart(9)}`,
	};
}

import type { ClauseResult } from '../judge/finding.ts';
import { casesThatExercised } from './count-cases.ts';
import { column, type Look, oneLine } from './layout.ts';
import { messages } from './messages.ts';
import type { Report } from './report.ts';
import { verdictMarks, verdictOfStatus, verdictStyles } from './verdict-look.ts';

/** One row for each clause: its status, how many cases exercised it, and how many findings there are. */
export function clauseTableLines({ clauses, cases }: Report, look: Look): string[] {
	const titles = messages.clauseColumns;
	const head = row(' ', titles.clause, titles.status, titles.cases, titles.findings);
	return [
		oneLine([{ text: messages.clausesTitle, style: 'bold' }], look),
		oneLine([{ text: head.before + head.status + head.after, style: 'dim' }], look),
		...clauses.map((clause) => clauseLine(clause, casesThatExercised(clause.id, cases).length, look)),
	];
}

function clauseLine({ id, status, findings }: ClauseResult, exercisedBy: number, look: Look): string {
	const verdict = verdictOfStatus[status];
	const count = findings.length === 0 ? '' : String(findings.length);
	const cells = row(verdictMarks[verdict], id, messages.clauseStatus[status], String(exercisedBy), count);
	return oneLine(
		[{ text: cells.before }, { text: cells.status, style: verdictStyles[verdict] }, { text: cells.after }],
		look,
	);
}

function row(mark: string, clause: string, status: string, cases: string, findings: string) {
	return {
		before: `  ${mark} ${column(clause, 24)}`,
		status: column(status, 14),
		after: `${cases.padStart(5)} ${findings.padStart(9)}`,
	};
}

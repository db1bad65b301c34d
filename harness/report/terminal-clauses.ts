import type { ClauseResult } from '../judge/finding.ts';
import { casesThatExercised } from './count-cases.ts';
import { type FindingGroup, groupFindings } from './group-findings.ts';
import { column, type Look, oneLine, type Span } from './layout.ts';
import { messages } from './messages.ts';
import type { Report } from './report.ts';
import { verdictMarks, verdictOfStatus, verdictStyles } from './verdict-look.ts';

/**
 * One row for each clause: its status, how many cases exercised it, and how many different findings there are; where a
 * second contract judged, its status too. A clause that only the second has stands below.
 */
export function clauseTableLines({ clauses, cases, also }: Report, look: Look): string[] {
	const groups = groupFindings(cases);
	const titles = messages.clauseColumns;
	const head = row(' ', titles.clause, titles.status, titles.cases, titles.findings);
	const second = also === undefined ? '' : `  ${messages.alsoColumn(also.contract)}`;
	const added = (also?.clauses ?? []).filter(({ id }) => clauses.every((each) => each.id !== id));
	return [
		oneLine([{ text: messages.clausesTitle, style: 'bold' }], look),
		oneLine([{ text: `${Object.values(head).join('')}${second}`, style: 'dim' }], look),
		...clauses.map((clause) => {
			const counts = { exercisedBy: casesThatExercised(clause.id, cases).length, groups };
			return clauseLine(clause, counts, alsoSpans(also, clause.id), look);
		}),
		...added.map(({ id }) => addedLine(id, alsoSpans(also, id), look)),
	];
}

interface Counts {
	readonly exercisedBy: number;
	readonly groups: readonly FindingGroup[];
}

function clauseLine(
	{ id, status }: ClauseResult,
	{ exercisedBy, groups }: Counts,
	second: readonly Span[],
	look: Look,
): string {
	const verdict = verdictOfStatus[status];
	const count = groups.filter(({ finding }) => finding.clause === id).length;
	const style = verdictStyles[verdict];
	const cells = row(verdictMarks[verdict], id, messages.clauseStatus[status], exercisedBy, count || '');
	return oneLine(
		[
			{ text: cells.mark, style },
			{ text: cells.clause },
			{ text: cells.status, style },
			{ text: cells.counts },
			...second,
		],
		look,
	);
}

/** The clause of an era that the contract asked for does not have. */
function addedLine(id: string, second: readonly Span[], look: Look): string {
	const cells = row(' ', id, messages.noSuchClause, '', '');
	return oneLine([{ text: Object.values(cells).join('') }, ...second], look);
}

function alsoSpans(also: Report['also'], id: string): Span[] {
	if (also === undefined) return [];
	const found = also.clauses.find((each) => each.id === id);
	if (found === undefined) return [{ text: `  ${messages.noSuchClause}` }];
	const verdict = verdictOfStatus[found.status];
	const count = found.findings.length === 0 ? '' : ` (${found.findings.length})`;
	return [
		{
			text: `  ${verdictMarks[verdict]} ${messages.clauseStatus[found.status]}${count}`,
			style: verdictStyles[verdict],
		},
	];
}

function row(mark: string, clause: string, status: string, cases: string | number, findings: string | number) {
	return {
		mark: `  ${mark} `,
		clause: column(clause, 24),
		status: column(status, 14),
		counts: `${String(cases).padStart(5)} ${String(findings).padStart(9)}`,
	};
}

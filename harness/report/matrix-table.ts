import { type ClauseId, clauseIds } from '../contract/clause-ids.ts';
import type { Verdict } from '../judge/finding.ts';
import { mergeVerdicts } from '../judge/verdict.ts';
import { casesThatExercised } from './count-cases.ts';
import { groupFindings } from './group-findings.ts';
import type { MatrixColumn, MatrixReport } from './matrix-report.ts';
import { verdictMarks, verdictOfStatus } from './verdict-look.ts';

/** What one build shows of one clause; `unusable` when the build could not be judged at all. */
export interface MatrixCell {
	readonly status: 'holds' | 'broken' | 'not-exercised' | 'unusable';
	readonly mark: string;
	/** Different findings. */
	readonly findings: number;
	/** Cases that exercised it. */
	readonly cases: number;
	/** The first finding's own words. */
	readonly first: string | null;
}

/** One table: the builds that were judged by one contract. */
export interface MatrixTable {
	readonly contract: string;
	readonly columns: readonly MatrixColumn[];
	readonly rows: readonly { readonly clause: ClauseId; readonly cells: readonly MatrixCell[] }[];
}

export const unusableMark = '!';

/** One table for each contract that was asked for, its columns in the order of the builds. Pure. */
export function matrixTables({ contracts, columns }: Pick<MatrixReport, 'contracts' | 'columns'>): MatrixTable[] {
	return contracts.map((contract) => {
		const own = columns.filter(({ asked }) => asked === contract);
		const named = own.flatMap(({ report }) => report?.clauses.map(({ id }) => id) ?? []);
		const rows = [...new Set<ClauseId>([...clauseIds, ...named])].map((clause) => ({
			clause,
			cells: own.map((column) => cellOf(clause, column)),
		}));
		return { contract, columns: own, rows };
	});
}

/** The gravest of all columns; a build that could not be judged allows no pass. Pure. */
export function matrixVerdict(columns: readonly MatrixColumn[]): Verdict {
	return mergeVerdicts(columns.map(({ report }) => report?.verdict ?? 'invalid'));
}

/** What a column says as a whole. */
export function columnMark({ report }: MatrixColumn): string {
	return report === null ? unusableMark : verdictMarks[report.verdict];
}

function cellOf(clause: ClauseId, { report }: MatrixColumn): MatrixCell {
	if (report === null) return { status: 'unusable', mark: unusableMark, findings: 0, cases: 0, first: null };
	const status = report.clauses.find(({ id }) => id === clause)?.status ?? 'not-exercised';
	const groups = groupFindings(report.cases).filter(({ finding }) => finding.clause === clause);
	return {
		status,
		mark: verdictMarks[verdictOfStatus[status]],
		findings: groups.length,
		cases: casesThatExercised(clause, report.cases).length,
		first: groups[0]?.finding.message ?? null,
	};
}

import { clauseIds } from '../../harness/contract/clause-ids.ts';
import { countVerdicts } from '../../harness/report/count-cases.ts';
import type { MatrixColumn } from '../../harness/report/matrix-report.ts';
import { columnMark, matrixTables } from '../../harness/report/matrix-table.ts';
import type { JudgedPeer } from './judge-peer.ts';

const asked = 'its own';

/** The part of docs/peers.md that is made: the clause table, what each promises less, and what was found. */
export function peersSection(judged: readonly JudgedPeer[], system: string): string {
	const columns = judged.map(columnOf);
	const [table] = matrixTables({ contracts: [asked], columns });
	const rows = (table?.rows ?? []).map(({ clause, cells }) =>
		row([
			`\`${clause}\``,
			...cells.map(({ mark, status }, index) =>
				isLeftOut(judged[index], clause) && status !== 'unusable' ? '·' : mark,
			),
		]),
	);
	const lines = [
		`Judged on ${system} by the quick scenarios: ✓ holds, ✗ broken, - not exercised, · not promised, ! could not be judged.`,
		'',
		row(['clause', ...judged.map(({ peer }) => peer.title)]),
		row(['---', ...judged.map(() => ':-:')]),
		...rows,
		row(['**verdict**', ...columns.map(columnMark)]),
		'',
		row(['peer', 'contract', 'ready by', 'warm start', 'cases', 'what was found']),
		row(['---', '---', '---', '--:', '---', '---']),
		...judged.map(peerRow),
		'',
	];
	return `${lines.join('\n')}\n`;
}

function columnOf({ peer, report, problem }: JudgedPeer): MatrixColumn {
	return { build: peer.title, asked, judgedAt: '', wallMs: 0, starts: 0, stored: false, report, problem };
}

function isLeftOut(judged: JudgedPeer | undefined, clause: string): boolean {
	const known = clauseIds.find((each) => each === clause);
	return (judged?.peer.contract.unpromised ?? []).some((each) => each.clause === known);
}

function peerRow({ peer, report, problem }: JudgedPeer): string {
	const { contract } = peer;
	const counts = report === null ? null : countVerdicts(report.cases);
	const cases =
		counts === null
			? ''
			: `${counts.pass} pass, ${counts.fail} fail, ${counts.invalid} invalid, ${counts.skipped} skipped`;
	const found = report?.clauses.flatMap(({ id, findings: [first] }) =>
		first === undefined ? [] : [`\`${id}\`: ${first.message}`],
	);
	const warm = report?.baseline === undefined ? '' : `${Math.round(report.baseline.warmStartMs)} ms`;
	const invalid = report?.cases.find((each) => each.verdict === 'invalid');
	const told = [
		...(found ?? [problem ?? '']),
		...(invalid === undefined ? [] : [`no verdict: ${invalid.id}: ${invalid.reason}`]),
	];
	return row([
		peer.title,
		`[\`${contract.id}\`](../fixtures/peers/${contract.id}.ts)`,
		contract.readiness?.kind ?? 'websocket',
		warm,
		cases,
		told.join('; ').replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ') || 'nothing',
	]);
}

function row(cells: readonly string[]): string {
	return `| ${cells.join(' | ')} |`;
}

import type { ClauseId } from '../../harness/contract/clause-ids.ts';
import { alignedTable } from '../testing/aligned-table.ts';
import type { Row, Score } from './matrix.ts';
import type { Margin } from './observation.ts';

/** The matrix: a line for each gateway, and below it what else must be known of it. Pure. */
export function renderMatrix(rows: readonly Row[]): string {
	const cells = rows.map((row) => [
		row.name,
		row.expected ?? '(correct)',
		row.found.join(', ') || '–',
		shortList(row.scenarios),
		row.startsNeeded === null ? '–' : `${row.startsNeeded}`,
		row.verdict === 'WAITING' ? `waiting for ${row.needs}` : row.verdict,
	]);
	return alignedTable(
		['gateway', 'expected clause', 'found by', 'scenarios that found it', 'starts', 'verdict'],
		cells,
	);
}

/** What is wrong, gateway by gateway; empty when nothing is. Pure. */
export function renderProblems(rows: readonly Row[]): string {
	return rows
		.flatMap((row) => [
			...(row.verdict === 'MISSED' ? [`${row.name}: MISSED, ${row.cases} cases, ${row.starts} starts`] : []),
			...row.accused.map(
				({ clause, scenario, message }) => `${row.name}: ${row.verdict} ${clause} in ${scenario}: ${message}`,
			),
			...(row.trouble === null ? [] : [`${row.name}: ${row.trouble}`]),
			...(row.expected === null ? row.invalid : []).map(
				({ scenario, reason }) => `${row.name}: no verdict in ${scenario}: ${reason}`,
			),
		])
		.join('\n');
}

/** The detection score and the false alarms. Pure. */
export function renderScore({ found, findable, waiting, falseAlarms, correctCases }: Score): string {
	const list = waiting.length === 0 ? '' : ` (${waiting.join(', ')})`;
	return [
		`Detection score: ${found} of ${findable} found by their clause, ${waiting.length} waiting for explorers${list}`,
		`False alarms: ${falseAlarms} of ${correctCases} cases on correct gateways`,
	].join('\n');
}

/** How near correct gateways came to each limit. Pure. */
export function renderMargins(margins: readonly (Margin & { readonly name: string })[]): string {
	const cells = margins.map(({ clause, tookMs, limitMs, name }) => [
		clause,
		`${Math.round(tookMs)} ms of ${Math.round(limitMs)} ms`,
		`${Math.round((tookMs / limitMs) * 100)} %`,
		name,
	]);
	return alignedTable(['limit', 'slowest on a correct gateway', 'share', 'gateway'], cells);
}

/** What earns its place: the gateways that nothing else of its kind catches. Pure. */
export function renderSole(title: string, sole: ReadonlyMap<ClauseId | string, readonly string[]>): string {
	const cells = [...sole].map(([key, names]) => [key, `${names.length}`, names.join(', ') || '–']);
	return alignedTable([title, '', 'gateways that only this one catches'], cells);
}

function shortList(names: readonly string[]): string {
	const [first, ...others] = names;
	if (first === undefined) return '–';
	return others.length === 0 ? first : `${first} (+${others.length})`;
}

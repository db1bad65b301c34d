import { join } from 'node:path';
import type { Contract } from '../contract/contract.ts';
import { documentWords } from '../contract/document-words.ts';
import { countVerdicts } from './count-cases.ts';
import { groupFindings } from './group-findings.ts';
import { messages } from './messages.ts';
import type { CaseReport, Report } from './report.ts';
import { formatMoment } from './time-text.ts';
import { bounded, visible } from './visible.ts';

const maxFindings = 20;
const maxEvidenceLines = 15;
const maxChars = 400;
const maxCases = 10;

/**
 * The report for bots and assistants: no layout, one fact a line, everything that is needed to fix the bug and nothing that
 * passed. What a gateway printed is quoted, so that it cannot be taken for the report's own words. Pure.
 */
export function renderCompact(report: Report, contract: Contract): string {
	const { versions, limits } = report;
	const groups = groupFindings(report.cases);
	const invalid = report.cases.filter(({ verdict }) => verdict === 'invalid');
	const skipped = report.cases.filter(({ verdict }) => verdict === 'skipped').length;
	const lines = [
		`verdict: ${report.verdict}${report.reason === undefined ? '' : ` (${shown(report.reason)})`}`,
		`cases: ${messages.summary(report.cases.length, countVerdicts(report.cases), report.durationMs)}`,
		`gateway: ${quoted(report.gateway)}`,
		`contract: ${report.contract}`,
		`versions: ${Object.entries(versions)
			.map(([name, version]) => `${shown(name)} ${shown(version)}`)
			.join(', ')}`,
		`isolation: ${shown(report.isolation)}`,
		`limits: ${limits.map(({ clause, limitMs }) => `${clause} ${limitMs} ms`).join(', ')}`,
		...groups.slice(0, maxFindings).flatMap(({ finding, cases }, index) => {
			const [first] = cases;
			const { clause, message, expected, actual, evidence } = finding;
			const promised = contract.clauses[clause];
			return [
				'',
				`finding ${index + 1}: ${shown(clause)}`,
				`what broke: ${shown(message)}`,
				`document: ${shown(promised === undefined ? '' : documentWords(promised))}`,
				`seen in: ${seenIn(cases)}`,
				...(expected === undefined ? [] : [`expected: ${quoted(expected)}`]),
				...(actual === undefined ? [] : [`printed: ${quoted(actual)}`]),
				...evidence.slice(0, maxEvidenceLines).map(({ t, text }) => `  ${formatMoment(t)} ${shown(text)}`),
				...(evidence.length > maxEvidenceLines
					? [`  ${messages.moreEvidence(evidence.length - maxEvidenceLines)}`]
					: []),
				...(first === undefined ? [] : where(first, report)),
			];
		}),
		...(groups.length > maxFindings ? ['', messages.moreFindings(groups.length - maxFindings)] : []),
		...invalid
			.slice(0, maxFindings)
			.flatMap((found) => [
				'',
				`invalid: ${shown(found.id)}`,
				`reason: ${shown(found.reason ?? messages.notSeen)}`,
				...where(found, report),
			]),
		...(skipped > 0 ? ['', `skipped: ${skipped}; nothing is known of them`] : []),
	];
	return `${lines.join('\n')}\n`;
}

function seenIn(cases: readonly CaseReport[]): string {
	const names = cases.slice(0, maxCases).map(({ id, verdict, runs, reason }) => {
		const rate = verdict === 'flaky' ? ` (flaky, ${runs} runs: ${shown(reason ?? '')})` : '';
		return `${shown(id)}${rate}`;
	});
	return names.join(', ') + (cases.length > maxCases ? `, ${messages.moreCases(cases.length - maxCases)}` : '');
}

function where({ folder, repeat }: CaseReport, report: Report): string[] {
	return [
		...(folder === undefined ? [] : [`record: ${shown(join(report.folder, folder))}`]),
		...(repeat === undefined ? [] : [`repeat: ${visible(repeat)}`]),
	];
}

function quoted(text: string): string {
	return JSON.stringify(shown(text));
}

function shown(text: string): string {
	return visible(bounded(text, maxChars));
}

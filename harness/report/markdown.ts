import { join } from 'node:path';
import type { Contract } from '../contract/contract.ts';
import { documentWords } from '../contract/document-words.ts';
import { countVerdicts } from './count-cases.ts';
import { type FindingGroup, groupFindings } from './group-findings.ts';
import { messages } from './messages.ts';
import type { CaseReport, Report } from './report.ts';
import { formatDuration, formatMoment } from './time-text.ts';
import { verdictMarks, verdictOfStatus } from './verdict-look.ts';
import { bounded, visible } from './visible.ts';

/** GitHub cuts a job summary at 1 MiB; so many findings with so much text stay far below. */
const maxFindings = 40;
const maxChars = 1000;
const maxEvidenceLines = 20;
const maxCases = 40;

/** The report as Markdown, for a job summary or a comment. What a gateway printed stands in code only. Pure. */
export function renderMarkdown(report: Report, contract: Contract): string {
	const groups = groupFindings(report.cases);
	const parts = [
		`## ${verdictMarks[report.verdict]} ${messages.program}: ${report.verdict}`,
		`${messages.summary(report.cases.length, countVerdicts(report.cases), report.durationMs)}${report.reason === undefined ? '' : ` (${plain(report.reason)})`}`,
		`${code(report.gateway)} · ${plain(report.contract)} · ${plain(report.isolation)} · ${messages.labels.seed} ${report.seed}`,
		...groups.slice(0, maxFindings).map((group) => finding(group, report, contract)),
		...(groups.length > maxFindings ? [messages.moreFindings(groups.length - maxFindings)] : []),
		...casesWithReason(report, 'fail', messages.unexplainedTitle),
		...casesWithReason(report, 'invalid', messages.invalidTitle),
		...skipped(report),
		clauseTable(report),
	];
	return `${parts.join('\n\n')}\n`;
}

function finding(
	{ finding: { clause, message, expected, actual, evidence }, cases }: FindingGroup,
	report: Report,
	contract: Contract,
): string {
	const [first] = cases;
	const { labels } = messages;
	const promised = contract.clauses[clause];
	const isFlaky = cases.every(({ verdict }) => verdict === 'flaky');
	const text = [
		...(expected === undefined ? [] : [`${labels.expected}: ${shown(expected)}`]),
		...(actual === undefined ? [] : [`${labels.actual}:  ${shown(actual)}`]),
		...evidence.slice(0, maxEvidenceLines).map((line) => `${formatMoment(line.t)}  ${shown(line.text)}`),
		...(evidence.length > maxEvidenceLines ? [messages.moreEvidence(evidence.length - maxEvidenceLines)] : []),
	];
	return [
		`### ${verdictMarks[isFlaky ? 'flaky' : 'fail']} ${plain(clause)}: ${plain(message)}`,
		...(promised === undefined ? [] : [`> ${plain(documentWords(promised))}`]),
		`${labels.cases}: ${cases
			.slice(0, maxCases)
			.map(({ title }) => plain(title))
			.join(', ')}`,
		...(text.length === 0 ? [] : [fence(text.join('\n'))]),
		...where(first, report),
	].join('\n\n');
}

function where(found: CaseReport | undefined, report: Report): string[] {
	const { labels } = messages;
	return [
		...(found?.repeat === undefined ? [] : [`${labels.repeat}: ${code(found.repeat)}`]),
		...(found?.folder === undefined ? [] : [`${labels.timeline}: ${code(join(report.folder, found.folder))}`]),
	];
}

function casesWithReason(report: Report, verdict: CaseReport['verdict'], title: (count: number) => string): string[] {
	const cases = report.cases.filter((found) => found.verdict === verdict && found.findings.length === 0);
	if (cases.length === 0) return [];
	const lines = cases
		.slice(0, maxCases)
		.map(({ title: name, reason }) => `- ${plain(name)}: ${plain(reason ?? messages.notSeen)}`);
	return [`### ${title(cases.length)}`, lines.join('\n')];
}

function skipped({ cases }: Report): string[] {
	const left = cases.filter(({ verdict }) => verdict === 'skipped');
	if (left.length === 0) return [];
	const reasons = Map.groupBy(left, ({ reason }) => reason ?? messages.notSeen);
	const lines = [...reasons].map(([reason, { length }]) => `- ${plain(messages.skippedReason(length, reason))}`);
	return [`### ${messages.skippedTitle(left.length)}`, lines.join('\n')];
}

function clauseTable({ clauses, cases }: Report): string {
	const rows = clauses.map(
		({ id, status }) =>
			`| ${verdictMarks[verdictOfStatus[status]]} | ${plain(id)} | ${messages.clauseStatus[status]} |`,
	);
	const slowest = cases.toSorted((a, b) => b.durationMs - a.durationMs)[0];
	const told =
		slowest === undefined ? [] : ['', messages.slowest(plain(slowest.title), formatDuration(slowest.durationMs))];
	return ['| | clause | status |', '| --- | --- | --- |', ...rows, ...told].join('\n');
}

/** Every character that means something to Markdown or HTML loses its meaning. */
function plain(text: string): string {
	return shown(text).replaceAll(/[\\`*_{}[\]()#+!|~@:<>&]/g, (char) => `&#${char.charCodeAt(0)};`);
}

function code(text: string): string {
	const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
	const ticks = '`'.repeat(longest + 1);
	return `${ticks} ${shown(text)} ${ticks}`;
}

function fence(text: string): string {
	const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
	const ticks = '`'.repeat(longest + 1);
	return `${ticks}text\n${text}\n${ticks}`;
}

function shown(text: string): string {
	return visible(bounded(text, maxChars));
}

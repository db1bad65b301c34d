import { join } from 'node:path';
import type { Clause, Contract } from '../contract/contract.ts';
import { documentWords } from '../contract/document-words.ts';
import type { Evidence, Finding } from '../judge/finding.ts';
import { characterDiff } from './character-diff.ts';
import { type FindingGroup, groupFindings } from './group-findings.ts';
import { column, type Look, paragraph, type Span, verbatim } from './layout.ts';
import { messages } from './messages.ts';
import type { CaseReport, Report } from './report.ts';
import { formatMoment } from './time-text.ts';
import { verdictMarks, verdictStyles } from './verdict-look.ts';

const maxGroups = 40;
const maxCasesNamed = 8;
const maxEvidenceLines = 30;

/** Each breach once: what happened, what the document says, the evidence, and how to see it again. */
export function findingsLines(report: Report, contract: Contract, look: Look): string[] {
	const groups = groupFindings(report.cases);
	const unexplained = report.cases.filter(
		({ verdict, findings }) => (verdict === 'fail' || verdict === 'flaky') && findings.length === 0,
	);
	const total = groups.length + unexplained.length;
	if (total === 0) return [];
	return [
		...paragraph([{ text: messages.findingsTitle(total), style: 'bold' }], { text: '' }, look),
		...groups.slice(0, maxGroups).flatMap((group) => ['', ...groupLines(group, report, contract, look)]),
		...unexplained.slice(0, maxGroups).flatMap((found) => ['', ...unexplainedLines(found, report, look)]),
		...more(total - Math.min(groups.length, maxGroups) - Math.min(unexplained.length, maxGroups), look),
	];
}

/** Where the record of a case lies, and the command that repeats exactly this case. Never wrapped: made to be copied. */
export function whereLines(found: CaseReport, report: Report, look: Look): string[] {
	const { labels } = messages;
	return [
		...(found.folder === undefined
			? []
			: [verbatim(join(report.folder, found.folder), labelOf(labels.timeline), look)]),
		...(found.repeat === undefined ? [] : [verbatim(found.repeat, labelOf(labels.repeat), look)]),
	];
}

export function labelOf(label: string): Span {
	return { text: `    ${column(label, 9)} `, style: 'dim' };
}

/** A case by its title, with what makes it special. */
export function caseName({ title, verdict, runs }: CaseReport): string {
	const extra = [verdict === 'flaky' ? verdict : '', runs > 1 ? messages.runsOf(runs) : ''].filter(
		(text) => text !== '',
	);
	return extra.length === 0 ? title : `${title} (${extra.join(', ')})`;
}

function groupLines({ finding, cases }: FindingGroup, report: Report, contract: Contract, look: Look): string[] {
	const [first] = cases;
	const onlyFlaky = cases.every(({ verdict }) => verdict === 'flaky');
	return [
		...headline(onlyFlaky ? 'flaky' : 'fail', messages.broken(finding.clause), finding.message, look),
		...casesLines(cases, look),
		...documentLines(contract.clauses[finding.clause], look),
		...contradictionLines(finding, look),
		...differenceLines(finding, look),
		...evidenceLines(finding.evidence, look),
		...(first ? whereLines(first, report, look) : []),
	];
}

/** A project's own clause may be unknown where a stored record is judged again. */
function documentLines(clause: Clause | undefined, look: Look): string[] {
	if (clause === undefined) return [];
	return paragraph([{ text: documentWords(clause, ['“', '”']) }], labelOf(messages.labels.document), look);
}

function contradictionLines({ contradiction }: Finding, look: Look): string[] {
	return contradiction === undefined
		? []
		: paragraph([{ text: contradiction }], labelOf(messages.labels.contradiction), look);
}

function unexplainedLines(found: CaseReport, report: Report, look: Look): string[] {
	const verdict = found.verdict === 'flaky' ? 'flaky' : 'fail';
	return [
		...headline(verdict, '', found.reason ?? messages.failedWithoutFinding, look),
		...casesLines([found], look),
		...whereLines(found, report, look),
	];
}

function headline(verdict: 'fail' | 'flaky', before: string, message: string, look: Look): string[] {
	const style = verdictStyles[verdict];
	return paragraph(
		[
			{ text: before, style },
			{ text: message, style: 'bold' },
		],
		{ text: `  ${verdictMarks[verdict]} `, style },
		look,
	);
}

function casesLines(cases: readonly CaseReport[], look: Look): string[] {
	const label = cases.length === 1 ? messages.labels.oneCase : messages.labels.cases;
	const names = cases.slice(0, maxCasesNamed).map(caseName);
	const left = cases.length - names.length;
	const lines = [
		...(cases.length > 1 ? [messages.severalCases(cases.length)] : []),
		...names,
		...(left > 0 ? [messages.moreCases(left)] : []),
	];
	return lines.flatMap((text, index) => paragraph([{ text }], labelOf(index === 0 ? label : ''), look));
}

function differenceLines({ expected, actual }: Finding, look: Look): string[] {
	const { labels } = messages;
	const shown = (label: string, text: string | undefined) =>
		text === undefined ? [] : paragraph([{ text }], labelOf(label), look);
	const both = [...shown(labels.expected, expected), ...shown(labels.actual, actual)];
	if (expected === undefined || actual === undefined) return both;
	return [...both, ...paragraph(characterDiff(expected, actual).map(diffSpan), labelOf(labels.difference), look)];
}

/** The marks stand in colour too: a reader may not tell red from green, and a colour is lost when copied. */
function diffSpan({ kind, text }: ReturnType<typeof characterDiff>[number]): Span {
	switch (kind) {
		case 'same':
			return { text };
		case 'removed':
			return { text: `[-${text}-]`, style: 'red' };
		case 'added':
			return { text: `{+${text}+}`, style: 'green' };
	}
}

function evidenceLines(evidence: readonly Evidence[], look: Look): string[] {
	const shown = evidence.slice(0, maxEvidenceLines);
	const left = evidence.length - shown.length;
	return [
		...shown.flatMap(({ t, text }, index) =>
			paragraph(
				[{ text }],
				{ text: `${labelOf(index === 0 ? messages.labels.evidence : '').text}${formatMoment(t)}  `, style: 'dim' },
				look,
			),
		),
		...(left > 0 ? paragraph([{ text: messages.moreEvidence(left) }], labelOf(''), look) : []),
	];
}

function more(count: number, look: Look): string[] {
	return count > 0 ? ['', ...paragraph([{ text: messages.moreFindings(count) }], { text: '  ' }, look)] : [];
}

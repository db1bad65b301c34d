import { bisectMessages as messages } from './bisect-messages.ts';
import type { BisectLook, BisectReport } from './bisect-report.ts';
import { column, type Look, paragraph, type Span, verbatim } from './layout.ts';

/** Different findings that stand under the answer; all of them stand in the JSON. */
const maxFindings = 4;
const reasonLines = 2;

/** The answer of a bisect for a terminal or a pipe, ending in a newline. */
export function renderBisect(report: BisectReport, look: Look): string {
	const { labels } = messages;
	const { releases, answer } = report;
	const row = (label: string, spans: readonly Span[]) => paragraph(spans, labelOf(label), look);
	const distinct = [...new Map(report.findings.map((each) => [`${each.clause}: ${each.message}`, each])).values()];
	const lines = [
		...paragraph([{ text: report.what, style: 'bold' }], { text: `${messages.title}  ` }, look),
		...row(labels.history, [{ text: messages.span(releases.length, releases[0] ?? '', releases.at(-1) ?? '') }]),
		...row(labels.bad, [{ text: messages.aim(report.clauses, report.scenarios, report.contract) }]),
		...report.looks.flatMap((each, index) => row(index === 0 ? labels.looks : '', lookSpans(each))),
		'',
		...row(labels.answer, [{ text: answerText(answer), style: answer.kind === 'found' ? 'bold' : 'yellow' }]),
		...distinct
			.slice(0, maxFindings)
			.flatMap((each, index) =>
				row(index === 0 ? labels.evidence : '', [
					{ text: `${each.clause}: `, style: 'red' },
					{ text: each.message },
					...(each.actual === undefined ? [] : [{ text: ` (${each.actual})`, style: 'dim' as const }]),
				]),
			),
		...row(labels.sure, [{ text: messages.sure(report) }]),
		...row(labels.cost, [{ text: messages.cost(report) }]),
		...report.repeat.map((command, index) => verbatim(command, labelOf(index === 0 ? labels.repeat : ''), look)),
	];
	return `${lines.join('\n')}\n`;
}

const observationStyles: Readonly<Record<BisectLook['observations'][number], NonNullable<Span['style']>>> = {
	good: 'green',
	bad: 'red',
	unusable: 'yellow',
	'no-verdict': 'yellow',
};

function lookSpans({ release, observations, problem }: BisectLook): Span[] {
	const counts = [...Map.groupBy(observations, (each) => each)];
	const said = counts.flatMap(([kind, { length }], index): Span[] => [
		{ text: `${index === 0 ? '' : ', '}${kind}${length > 1 ? ` ×${length}` : ''}`, style: observationStyles[kind] },
	]);
	const why = problem === null ? [] : [{ text: ` (${problem.split('\n').slice(0, reasonLines).join(' ')})` }];
	return [{ text: `${release}  ` }, ...said, ...why];
}

function answerText(answer: BisectReport['answer']): string {
	switch (answer.kind) {
		case 'found':
			return answer.hidden.length === 0
				? messages.found(answer.firstBad, answer.lastGood)
				: messages.hidden(answer.firstBad, answer.lastGood, answer.hidden);
		case 'end-unsayable':
			return messages.unsayable(answer.release);
		case 'end-contradicts':
			return messages.contradicts(answer.release, answer.said);
	}
}

function labelOf(label: string): Span {
	return { text: `  ${column(label, 10)} `, style: 'dim' };
}

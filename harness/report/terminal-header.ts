import type { Contract } from '../contract/contract.ts';
import { column, type Look, paragraph, type Span } from './layout.ts';
import { messages } from './messages.ts';
import type { Report } from './report.ts';
import { formatLimit } from './time-text.ts';

/** What was judged, by what, and with which limits: each with its value and where it comes from. */
export function headerLines(report: Report, contract: Contract, look: Look): string[] {
	const { labels } = messages;
	const row = (label: string, text: string) => paragraph([{ text }], labelOf(label), look);
	return [
		...paragraph([{ text: report.gateway, style: 'bold' }], { text: `${messages.program}  ` }, look),
		...row(labels.contract, `${report.contract}, ${contract.title}`),
		...row(labels.isolation, report.isolation),
		...row(labels.baseline, baselineText(report)),
		...report.limits.flatMap(({ clause, limitMs, origin }, index) =>
			paragraph(
				[{ text: limitText(clause, limitMs) }, { text: `= ${origin}`, style: 'dim' }],
				labelOf(index === 0 ? labels.limits : ''),
				look,
			),
		),
		...(report.control === undefined ? [] : row(labels.control, report.control)),
		...row(labels.seed, String(report.seed)),
	];
}

function baselineText({ baseline }: Report): string {
	if (!baseline) return messages.noBaseline;
	const { coldStartMs, warmStartMs, failStartMs } = baseline;
	const values = [
		messages.coldStart(coldStartMs),
		messages.warmStart(warmStartMs),
		messages.failStart(failStartMs),
	].join(', ');
	return `${values} (${messages.baselineOrigin})`;
}

function limitText(clause: string, limitMs: number): string {
	return `${column(clause, 23)} ${formatLimit(limitMs)} `;
}

function labelOf(label: string): Span {
	return { text: `  ${column(label, 10)} `, style: 'dim' };
}

import type { Contract } from '../contract/contract.ts';
import { renderCompact } from './compact.ts';
import { renderJUnit } from './junit.ts';
import type { Look } from './layout.ts';
import { renderMarkdown } from './markdown.ts';
import type { Report } from './report.ts';
import { renderTap } from './tap.ts';
import { renderReport } from './terminal.ts';

/** Forms of a report that are files as well as something to print. */
export const fileReporters = ['json', 'junit', 'markdown', 'tap', 'compact'] as const;
export type FileReporter = (typeof fileReporters)[number];

export const reporterNames = ['terminal', ...fileReporters] as const;
export type ReporterName = (typeof reporterNames)[number];

/** How a report is shown on a terminal. */
export interface ReportLook extends Look {
	/** Less or more of it than usual. */
	readonly amount?: 'quiet' | 'normal' | 'verbose';
}

/** The report in one of its forms, with a newline at its end. Pure. */
export function render(name: ReporterName, report: Report, contract: Contract, look: ReportLook): string {
	switch (name) {
		case 'terminal':
			return `${renderReport(report, contract, look)}\n`;
		case 'json':
			return `${JSON.stringify(report, null, '\t')}\n`;
		case 'junit':
			return renderJUnit(report);
		case 'markdown':
			return renderMarkdown(report, contract);
		case 'tap':
			return renderTap(report);
		case 'compact':
			return renderCompact(report, contract);
	}
}

import type { Contract } from '../contract/contract.ts';
import { renderCompact } from './compact.ts';
import { renderJUnit } from './junit.ts';
import type { Look } from './layout.ts';
import { renderMarkdown } from './markdown.ts';
import type { Report } from './report.ts';
import type { ReporterName } from './reporter-names.ts';
import { renderTap } from './tap.ts';
import { renderReport } from './terminal.ts';

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

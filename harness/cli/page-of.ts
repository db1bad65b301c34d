import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Contract } from '../contract/contract.ts';
import { bandsOf } from '../page/bands.ts';
import { pageMessages } from '../page/messages.ts';
import type { CaseRecord } from '../page/page-data.ts';
import { type Exploration, pageDataOf } from '../page/page-data-of.ts';
import { pageHtml } from '../page/page-html.ts';
import type { CaseReport, Report } from '../report/report.ts';
import { parseTimeline } from '../timeline/timeline-file.ts';

/** What a page is made of. */
export interface PageSource {
	readonly report: Report;
	readonly contract: Contract;
	/** The folder that the folders of the cases are relative to. */
	readonly folder: string;
	readonly exploration?: Exploration;
}

/** The page of a report and of the records beside it. A record that cannot be read is told in the page. */
export function htmlOf({ report, contract, folder, exploration }: PageSource): string {
	const problems: string[] = [];
	const records = report.cases.map((each) => {
		try {
			return recordOf(each, folder, contract);
		} catch (error) {
			problems.push(`${each.id}: ${error instanceof Error ? error.message : String(error)}`);
			return null;
		}
	});
	const [first] = problems;
	const notes = first === undefined ? [] : [pageMessages.unreadable(problems.length, first)];
	const events = records.map((record) => record?.timeline.length ?? null);
	return pageHtml(pageDataOf(report, contract, events, exploration), records, notes);
}

function recordOf(each: CaseReport, folder: string, contract: Contract): CaseRecord | null {
	if (each.folder === undefined) return null;
	const { timeline } = parseTimeline(readFileSync(path.join(folder, each.folder, 'timeline.jsonl'), 'utf8'));
	return { timeline, bands: bandsOf(timeline, contract) };
}

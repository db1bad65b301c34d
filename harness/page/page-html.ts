import { createHash } from 'node:crypto';
import { clientScript, clientStyle } from './client-bundle.ts';
import { embedded } from './embed.ts';
import { pageMessages } from './messages.ts';
import type { CaseRecord, PageData } from './page-data.ts';

/** A record as it stands in the page, or null for a case without one. */
export type EmbeddedRecord = string | null;

/** All records of a page together, in characters: a browser opens that in seconds. Those that failed come first. */
const mostRecordChars = 48_000_000;

/**
 * The page: one file, without any request, that opens from disk. Nothing runs in it but its own script and style, which
 * the policy names by their hashes; what a gateway printed is data, and data is shown as text only. Pure.
 */
export function pageHtml(
	data: Omit<PageData, 'notes'>,
	records: readonly (CaseRecord | null)[],
	notes: readonly string[] = [],
	{ maxRecordChars = mostRecordChars }: { readonly maxRecordChars?: number } = {},
): string {
	const kept = keptRecords(data, records, maxRecordChars);
	const lost = records.filter((record, index) => record !== null && kept[index] === null).length;
	const allNotes = lost === 0 ? notes : [...notes, pageMessages.leftOut(lost, maxRecordChars / 1_000_000)];
	const cases = data.cases.map((each, index) => ({ ...each, events: kept[index] === null ? null : each.events }));
	return [
		'<!doctype html>',
		'<html lang="en">',
		'<head>',
		'<meta charset="utf-8">',
		`<meta http-equiv="Content-Security-Policy" content="${policy}">`,
		'<meta name="viewport" content="width=device-width, initial-scale=1">',
		'<meta name="color-scheme" content="light dark">',
		`<title>${pageMessages.title(data.verdict)}</title>`,
		`<style>${clientStyle}</style>`,
		'</head>',
		'<body>',
		`<noscript>${pageMessages.noScript}</noscript>`,
		'<div id="page"></div>',
		`<script type="application/json" id="data">${embedded({ ...data, cases, notes: allNotes })}</script>`,
		...kept.flatMap((text, index) =>
			text === null ? [] : [`<script type="application/json" id="record-${index}">${text}</script>`],
		),
		`<script>${clientScript}</script>`,
		'</body>',
		'</html>',
		'',
	].join('\n');
}

const policy = [
	"default-src 'none'",
	"connect-src 'none'",
	`script-src '${hashOf(clientScript)}'`,
	`style-src '${hashOf(clientStyle)}'`,
	"base-uri 'none'",
	"form-action 'none'",
].join('; ');

function hashOf(text: string): string {
	return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

function keptRecords(
	{ cases }: Pick<PageData, 'cases'>,
	records: readonly (CaseRecord | null)[],
	maxChars: number,
): EmbeddedRecord[] {
	const kept: EmbeddedRecord[] = records.map(() => null);
	let left = maxChars;
	const byNeed = [...records.keys()].sort((one, other) => needOf(cases[one]) - needOf(cases[other]));
	for (const index of byNeed) {
		const record = records[index];
		if (record == null || left <= 0) continue;
		const text = embedded(record);
		if (text.length > left) continue;
		left -= text.length;
		kept[index] = text;
	}
	return kept;
}

function needOf(each: PageData['cases'][number] | undefined): number {
	return each === undefined ? 4 : ['fail', 'flaky', 'invalid', 'pass', 'skipped'].indexOf(each.verdict);
}

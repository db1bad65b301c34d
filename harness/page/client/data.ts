import type { CaseRecord, PageData } from '../page-data.ts';

/** The page's own JSON, made by the program that made this script: it is read, not checked. */
function read<T>(id: string): T | null {
	const element = document.getElementById(id);
	return element === null ? null : (JSON.parse(element.textContent ?? '') as T);
}

export function readPage(): PageData {
	const data = read<PageData>('data');
	if (data === null) throw new Error('The page has no data.');
	return data;
}

/** The record of a case by its place; null when it is not in the page. Read when it is asked for: opening the page stays cheap. */
export function readRecord(index: number): CaseRecord | null {
	return read<CaseRecord>(`record-${index}`);
}

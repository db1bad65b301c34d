import { alignedTable } from '../test/testing/aligned-table.ts';

/** What one measurement tells: a table, and what must be known to read it. */
export interface Measurement {
	readonly title: string;
	readonly head: readonly string[];
	readonly rows: readonly (readonly string[])[];
	readonly notes: readonly string[];
}

/** A measurement as a Markdown table, aligned so that it reads well on a terminal too. Pure. */
export function render({ title, head, rows, notes }: Measurement): string {
	const table = alignedTable(head, rows, { isMarkdown: true });
	return [`## ${title}`, '', table, ...notes.flatMap((note) => ['', note])].join('\n');
}

/** The middle value; NaN of none. Pure. */
export function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length / 2;
	if (sorted.length === 0) return Number.NaN;
	return sorted.length % 2 === 1
		? (sorted[Math.floor(middle)] ?? Number.NaN)
		: ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}

/** Rows of cells as lines of aligned columns; on wish one that Markdown understands. Pure. */
export function alignedTable(
	head: readonly string[],
	rows: readonly (readonly string[])[],
	{ isMarkdown = false }: { readonly isMarkdown?: boolean } = {},
): string {
	const widths = head.map((title, at) => Math.max(title.length, ...rows.map((row) => (row[at] ?? '').length)));
	const rule = widths.map((width) => (isMarkdown ? '-' : '─').repeat(width));
	const line = (cells: readonly string[]) => {
		const padded = cells.map((cell, at) => cell.padEnd(widths[at] ?? 0));
		return isMarkdown ? `| ${padded.join(' | ')} |` : padded.join('  ').trimEnd();
	};
	return [head, rule, ...rows].map(line).join('\n');
}

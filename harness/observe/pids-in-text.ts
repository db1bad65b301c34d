/** The pids of the given set that stand in the text as whole numbers. */
export function pidsIn(text: string, pids: ReadonlySet<number>): number[] {
	const found = new Set<number>();
	for (const match of text.matchAll(/\d+/g)) {
		const number = Number(match[0]);
		if (pids.has(number)) found.add(number);
	}
	return [...found];
}

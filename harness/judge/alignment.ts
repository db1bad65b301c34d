/** Where `pattern` fits best into `text`, and by how many edits. */
export interface Alignment {
	readonly start: number;
	readonly edits: number;
}

/**
 * The stretch of `text` that is nearest to `pattern` (Sellers: edit distance with free text before and after).
 * O(pattern × text).
 */
export function alignNearest(pattern: string, text: string): Alignment {
	const height = pattern.length;
	let edits = Array.from({ length: height + 1 }, (_, row) => row);
	let starts = Array.from({ length: height + 1 }, () => 0);
	let best: Alignment = { start: 0, edits: height };
	for (let column = 1; column <= text.length; column++) {
		const nextEdits = [0];
		const nextStarts = [column];
		for (let row = 1; row <= height; row++) {
			const substituted = at(edits, row - 1) + (pattern[row - 1] === text[column - 1] ? 0 : 1);
			const deleted = at(nextEdits, row - 1) + 1;
			const inserted = at(edits, row) + 1;
			const fewest = Math.min(substituted, deleted, inserted);
			nextEdits.push(fewest);
			nextStarts.push(
				fewest === substituted ? at(starts, row - 1) : fewest === deleted ? at(nextStarts, row - 1) : at(starts, row),
			);
		}
		edits = nextEdits;
		starts = nextStarts;
		if (at(edits, height) < best.edits) best = { start: at(starts, height), edits: at(edits, height) };
	}
	return best;
}

function at(numbers: readonly number[], index: number): number {
	return numbers[index] ?? 0;
}

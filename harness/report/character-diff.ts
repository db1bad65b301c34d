import { diffChars } from 'diff';
import { bounded } from './visible.ts';

export interface DiffPart {
	readonly kind: 'same' | 'removed' | 'added';
	readonly text: string;
}

/** Messages are one line; a longer text is compared up to here and the rest is counted. */
const maxComparedChars = 4000;
/** Two letters that two different words share by chance say nothing; shorter equal runs join the change around them. */
const minSameChars = 3;
/** With a smaller share of the texts in common, a diff by character is soup, and the middle is shown as replaced. */
const minCommonShare = 0.5;
/** Bound on the work: beyond it the texts have too little in common anyway. */
const maxEditLength = 600;

/** What must be removed from `expected` and added to it to get `actual`, character by character. */
export function characterDiff(expected: string, actual: string): DiffPart[] {
	const from = Array.from(bounded(expected, maxComparedChars));
	const to = Array.from(bounded(actual, maxComparedChars));
	const prefix = commonPrefix(from, to);
	const suffix = commonPrefix(from.slice(prefix).reverse(), to.slice(prefix).reverse());
	const removed = from.slice(prefix, from.length - suffix).join('');
	const added = to.slice(prefix, to.length - suffix).join('');
	return [
		part('same', from.slice(0, prefix).join('')),
		...middle(removed, added, prefix + suffix),
		part('same', from.slice(from.length - suffix).join('')),
	].filter(({ text }) => text !== '');
}

function middle(removed: string, added: string, commonChars: number): DiffPart[] {
	const replaced = [part('removed', removed), part('added', added)];
	const changes = diffChars(removed, added, { maxEditLength });
	if (!changes) return replaced;
	const same = changes.filter((change) => !change.added && !change.removed && change.value.length >= minSameChars);
	const sameChars = same.reduce((sum, { value }) => sum + value.length, commonChars);
	if (sameChars < (commonChars + Math.max(removed.length, added.length)) * minCommonShare) return replaced;
	return joinShortRuns(changes);
}

function joinShortRuns(changes: ReturnType<typeof diffChars>): DiffPart[] {
	const parts: DiffPart[] = [];
	let removed = '';
	let added = '';
	for (const change of changes) {
		const isSame = !change.added && !change.removed;
		if (isSame && change.value.length >= minSameChars) {
			parts.push(part('removed', removed), part('added', added), part('same', change.value));
			removed = '';
			added = '';
			continue;
		}
		if (!change.added) removed += change.value;
		if (!change.removed) added += change.value;
	}
	return [...parts, part('removed', removed), part('added', added)].filter(({ text }) => text !== '');
}

function commonPrefix(a: readonly string[], b: readonly string[]): number {
	const differsAt = a.findIndex((char, index) => char !== b[index]);
	return differsAt === -1 ? a.length : differsAt;
}

function part(kind: DiffPart['kind'], text: string): DiffPart {
	return { kind, text };
}

import type { Contradiction } from '../contract/contract.ts';
import type { ClauseResult, Finding } from './finding.ts';
import { contradictionText } from './messages.ts';

/** The results, where each finding that a build's own document contradicts says so. Pure. */
export function withContradictions(
	results: readonly ClauseResult[],
	contradictions: readonly Contradiction[],
): ClauseResult[] {
	if (contradictions.length === 0) return [...results];
	return results.map((result) => ({
		...result,
		findings: result.findings.map((finding) => {
			const found = contradictions.find((each) => each.clause === finding.clause && isAbout(each, finding));
			return found === undefined ? finding : { ...finding, contradiction: contradictionText(found) };
		}),
	}));
}

function isAbout({ when }: Contradiction, { message, expected, actual, evidence }: Finding): boolean {
	const pattern = new RegExp(when);
	return [message, expected, actual, ...evidence.map((each) => each.text)].some(
		(text) => text !== undefined && pattern.test(text),
	);
}

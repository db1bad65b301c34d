import type { Verdict } from '../judge/finding.ts';
import type { CrashReport, PassReport, PointReport } from './crash-report.ts';

/** Any finding fails; without one everything must have been seen. Pure. */
export function crashVerdict(of: {
	readonly findings: readonly unknown[];
	readonly missing: readonly string[];
}): Verdict {
	if (of.findings.length > 0) return 'fail';
	return of.missing.length > 0 ? 'invalid' : 'pass';
}

/** The bound inside which everything was seen, or what is missing. Pure. */
export function completenessOf(of: {
	readonly passes: readonly PassReport[];
	readonly points: readonly PointReport[];
	readonly missing: readonly string[];
	readonly levels: number;
	readonly isReplay: boolean;
}): CrashReport['completeness'] {
	if (of.missing.length > 0) return { isComplete: false, sentence: `Not complete: ${of.missing.join('; ')}.` };
	if (of.isReplay) return { isComplete: false, sentence: 'One point was done again; nothing else was looked at.' };
	const where = of.passes.map(({ pass, points }) => `${pass} (${points})`).join(', ');
	const levels = of.levels === 2 ? 'one death, and one more during the start after it' : 'one death';
	return {
		isComplete: true,
		sentence: `Complete within: ${levels} of the whole process tree, after any of the relevant calls of ${where}, in the order in which they ran; what a call wrote is there whole.`,
	};
}

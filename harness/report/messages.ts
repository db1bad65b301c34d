import type { Verdict } from '../judge/finding.ts';
import { formatDuration } from './time-text.ts';

/** Every sentence and label of the reports. */
export const messages = {
	noCaseRan: 'no case ran, so nothing was proved',
	everyCaseSkipped: 'every case was skipped, so nothing was proved',
	notSeen: 'a reason was not recorded',

	program: 'Gatelock',
	labels: {
		contract: 'contract',
		isolation: 'isolation',
		baseline: 'baseline',
		limits: 'limits',
		control: 'control',
		seed: 'seed',
		oneCase: 'case',
		cases: 'cases',
		document: 'document',
		contradiction: 'but here',
		expected: 'expected',
		actual: 'printed',
		difference: 'differs',
		evidence: 'evidence',
		timeline: 'timeline',
		repeat: 'repeat',
		reason: 'reason',
	},
	coldStart: (ms: number) => `cold start ${formatDuration(ms)}`,
	warmStart: (ms: number) => `warm start ${formatDuration(ms)}`,
	failStart: (ms: number | null) =>
		ms === null ? 'failing start: it did not fail' : `failing start ${formatDuration(ms)}`,
	baselineOrigin: 'measured on this machine before the first case',
	noBaseline: 'not measured',

	clausesTitle: 'Clauses',
	clauseColumns: { clause: 'clause', status: 'status', cases: 'cases', findings: 'findings' },
	alsoColumn: (contract: string) => `by ${contract}`,
	noSuchClause: '–',
	clauseStatus: { holds: 'holds', broken: 'broken', 'not-exercised': 'not exercised' },

	findingsTitle: (count: number) => `Findings (${count})`,
	moreFindings: (count: number) => `and ${count} more; all of them stand in the report (--json)`,
	broken: (clause: string) => `${clause}: `,
	failedWithoutFinding: 'failed without a finding',
	severalCases: (count: number) => `${count} cases; what follows is of the first:`,
	moreCases: (count: number) => `and ${count} more`,
	moreEvidence: (count: number) => `and ${count} more lines in the timeline`,

	invalidTitle: (count: number) => `Invalid: no verdict was possible (${count})`,
	unexplainedTitle: (count: number) => `Failed without a finding (${count})`,
	casesTitle: (count: number) => `Cases (${count})`,
	slowest: (title: string, duration: string) => `Slowest: ${title}, ${duration}.`,
	skippedTitle: (count: number) => `Skipped (${count})`,
	skippedReason: (count: number, reason: string) => `${countOf(count, 'case')}: ${reason}`,

	summary: (total: number, counts: Readonly<Record<Verdict, number>>, durationMs: number) =>
		`${countOf(total, 'case')}: ${counts.pass} passed, ${counts.fail} failed, ${counts.flaky} flaky, ${counts.invalid} invalid, ${counts.skipped} skipped  ·  ${formatDuration(durationMs)}`,
	verdict: (verdict: Verdict) => `Verdict: ${verdict}`,
	alsoVerdict: (verdict: Verdict, contract: string, folder: string) =>
		`By ${contract}: ${verdict}. This is for comparison, and decides nothing; its findings: gatelock judge ${folder} --contract ${contract}`,

	runsOf: (runs: number) => `${runs} runs`,
	progress: (done: number, total: number, left: number) => `${done} of ${total} done, ${left} left`,
	progressBad: { fail: 'failed', flaky: 'flaky', invalid: 'invalid', skipped: 'skipped' },
	progressMore: (count: number) => `and ${count} more running`,

	junitFlaky: (first: string) => `flaky, its runs disagree: ${first}`,
} as const;

/** `1 case`, `2 cases`. */
export function countOf(count: number, noun: string): string {
	return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

import type { ClauseResult, Verdict } from '../judge/finding.ts';
import type { Span } from './layout.ts';

export const verdictMarks: Readonly<Record<Verdict, string>> = {
	pass: '✓',
	fail: '✗',
	flaky: '~',
	invalid: '?',
	skipped: '-',
};

export const verdictStyles: Readonly<Record<Verdict, NonNullable<Span['style']>>> = {
	pass: 'green',
	fail: 'red',
	flaky: 'yellow',
	invalid: 'yellow',
	skipped: 'dim',
};

/** The verdict that a clause's status looks like in a table. */
export const verdictOfStatus: Readonly<Record<ClauseResult['status'], Verdict>> = {
	holds: 'pass',
	broken: 'fail',
	'not-exercised': 'skipped',
};

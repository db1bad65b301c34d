import type { Verdict } from '../judge/finding.ts';
import { countOf } from '../report/messages.ts';

/** The sentences of the page that are made before it is written. */
export const pageMessages = {
	broken: (clauses: number, cases: number, all: number) =>
		`The gateway broke ${countOf(clauses, 'clause')} of the contract, in ${cases} of ${countOf(all, 'case')}.`,
	flaky: (cases: number, all: number) =>
		`In ${cases} of ${countOf(all, 'case')} the contract held in some runs and broke in others.`,
	invalid: (reason: string | undefined, cases: number, all: number) =>
		reason === undefined
			? `No verdict: ${cases} of ${countOf(all, 'case')} did not do what they were meant to do.`
			: `No verdict: ${reason}.`,
	pass: (holds: number, unexercised: number, cases: number) =>
		`The gateway kept the contract: ${countOf(holds, 'clause')} held in ${countOf(cases, 'case')}${unexercised === 0 ? '' : `; ${unexercised} ${unexercised === 1 ? 'was' : 'were'} not put to the test`}.`,
	facts: {
		build: 'gateway',
		contract: 'contract',
		isolation: 'isolation',
		versions: 'versions',
		baseline: 'baseline',
		control: 'control',
		seed: 'seed',
		took: 'took',
		folder: 'run folder',
		bound: 'bound',
	},
	leftOut: (cases: number, megabytes: number) =>
		`The records of ${countOf(cases, 'case')} are not in this page, which holds ${megabytes} MB of them at most, those that failed first. They lie in the run folder.`,
	unreadable: (cases: number, first: string) => `The records of ${countOf(cases, 'case')} could not be read: ${first}`,
	noScript:
		'This page draws its contents with its own script, which is switched off here. The same report stands in report.json beside it.',
	title: (verdict: Verdict) => `Gatelock: ${verdict}`,
} as const;

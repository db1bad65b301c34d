import type { Verdict } from '../judge/finding.ts';

/** Every exit code of the program, in one table. */
export const exitCodes = {
	pass: 0,
	contractBroken: 1,
	badUsage: 2,
	/** No verdict was possible. */
	invalid: 3,
	/** The build could not be obtained, or it never starts, or it lets no client in. */
	buildUnusable: 4,
	/** Ctrl+C: 128 + SIGINT. */
	interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The exit code of a run that came to its end. A run of which everything was skipped proved nothing. */
export function exitCodeFor(verdict: Verdict, { allowFlaky = false } = {}): ExitCode {
	switch (verdict) {
		case 'pass':
			return exitCodes.pass;
		case 'fail':
			return exitCodes.contractBroken;
		case 'flaky':
			return allowFlaky ? exitCodes.pass : exitCodes.contractBroken;
		case 'invalid':
		case 'skipped':
			return exitCodes.invalid;
	}
}

/** What `git bisect run` understands. Source: git-bisect(1): 125 skips a revision, more than 127 ends the search. */
const gitCodes = { good: 0, bad: 1, cannotSay: 125, end: 128 } as const;

/** An exit code of a run for `git bisect run`: what is wrong with the command itself ends the search. */
export function bisectExitCode(code: number): number {
	switch (code) {
		case exitCodes.pass:
			return gitCodes.good;
		case exitCodes.contractBroken:
			return gitCodes.bad;
		case exitCodes.badUsage:
			return gitCodes.end;
		case exitCodes.interrupted:
			return exitCodes.interrupted;
		default:
			return gitCodes.cannotSay;
	}
}

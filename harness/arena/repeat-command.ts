import type { RunContext } from './run-context.ts';

/** What a run knows of the command line that began it. */
export type CommandLine = Pick<RunContext, 'program' | 'repeatOptions'>;

/** The command that does this part of the run again, to be copied: `npx gatelock run <id> --seed 7`. Pure. */
export function repeatCommand({ program, repeatOptions }: CommandLine, part: string): string {
	return [program, part, repeatOptions].filter((words) => words !== '').join(' ');
}

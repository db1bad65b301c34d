import type { Pass } from './phases.ts';

/** Sentences of the explorers. */
export const collectTexts = {
	noTrace: 'the tracer left no record',
	noHolder: 'the holder did not come to serve, so there is nobody to lose against',
	neverReady: (pass: Pass) => `the gateway did not come to serve under the tracer, so there is no ${pass} to explore`,
	notStopped: 'the process was not stopped after this call',
} as const;

export const killTexts = {
	otherCall: (expected: string, actual: string) => `this time the call was "${actual}", not "${expected}"`,
	notHeld: 'the process was not stopped after this call',
	ranOn: 'before it stood still, another call was made',
	neverCame: (call: string, calls: number) => `call ${call} never came: the run had ${calls}`,
} as const;

export const judgedTexts = {
	pidReused: (pids: readonly number[]) =>
		`pid ${pids.join(', ')} of a dead process was given to another one, so what the files say of it is no longer true`,
	notRestored: (expected: string, actual: string) => `the state came back as ${actual} instead of ${expected}`,
} as const;

export const lockoutTexts = {
	byItself: (starts: number, ms: number) => `start ${starts} served, ${seconds(ms)} after the death`,
	byRemoving: (paths: readonly string[]) => `removing ${paths.join(', ')} by hand`,
	notEnded: (ms: number) => `nothing within ${seconds(ms)}`,
} as const;

export const passTexts: Readonly<Record<Pass, string>> = {
	startup: 'start-up',
	steady: 'steady state with a client',
	'shutdown-SIGTERM': 'shutdown by SIGTERM',
	'shutdown-SIGINT': 'shutdown by SIGINT',
	'shutdown-SIGUSR1': 'SIGUSR1',
	loser: 'start of a second instance, then the death of both',
	recovery: 'start over the state that a crash left',
};

/** What an exploration of crash points says of itself. */
export const exploreTexts = {
	leftOut: 'the time was over',
	interrupted: 'it was interrupted',
	statesLeft: (left: number, all: number, isInterrupted: boolean) =>
		`${left} of ${all} states were not started from${isInterrupted ? '' : ', since the time was over; go on with a longer --duration'}`,
};

/** What the progress lines of an exploration of crash points say. */
export const progressTexts = {
	collecting: (pass: Pass) => `${passTexts[pass]}: taking the state after each call`,
	collected: (pass: Pass, points: number, states: number) => `${passTexts[pass]}: ${points} points, ${states} states`,
	judging: (key: string, point: string | undefined, open: number) =>
		`starting from state ${key} (${point === undefined ? 'no crash' : `death at ${point}`}), ${open} more to settle`,
};

export function seconds(ms: number): string {
	return `${(ms / 1000).toFixed(1)} s`;
}

export const replayTexts = {
	run: (run: number, runs: number) => `replay ${run} of ${runs}`,
	noPass: (name: string) => `there is no phase "${name}"`,
	noPoint: (step: string, points: number) => `this time there is no ${step}: the run had ${points} points`,
} as const;

import type { HeldRun, RivalPort } from './schedule.ts';

/** Sentences of the races. */
export const raceTexts = {
	noHolder: 'the gateway did not come to serve, so there is no shutdown to hold',
	neverCame: (nth: number, call: string, came: number) =>
		`"${call}" was to come ${nth === 1 ? 'once' : `${nth} times`} before the hold, and came ${came === 0 ? 'never' : `${came} times`}`,
	neitherServesNorEnds: 'the gateway came neither to serve nor to an end under the tracer',
	ranOn: 'before it stood still, it made another call',
	moved: 'it did not stand still: the trace grew meanwhile',
	stoodStill: 'the trace did not grow while it was held',
} as const;

/** A schedule in words. */
export const raceWords = {
	/** Short, since the arena's folder is named after it, and names of sockets are bounded. */
	title: (held: HeldRun, number: number, rival: number | null, rivalPort: RivalPort) =>
		[
			`A ${held} held after call ${number}`,
			...(rival === null ? [] : [`its rival after ${rival}`]),
			...(rivalPort === 'other' ? ['two ports'] : []),
		].join(', '),
	from: (from: string) => {
		if (from === 'clean') return 'nothing was started before';
		return from === 'killed' ? 'before, a holder was killed' : `before, everything died at ${from}`;
	},
	held: (held: HeldRun, call: string) =>
		`one contender ${held === 'start' ? 'starts' : 'is shut down by SIGTERM'} and is held after ${call}`,
	other: (port: RivalPort, heldAfter: string | null) =>
		`another one${port === 'other' ? ' of the same home starts on another port' : ' starts'} and ${heldAfter === null ? 'runs to ready or refusal' : `is held after ${heldAfter}`}`,
	goesOn: 'the first one goes on',
	otherGoesOn: 'then the other one goes on',
	third: 'a third one starts',
} as const;

/** What is missing of all races. */
export const raceMissing = {
	noSchedule: (id: string) => `there is no schedule ${id} this time`,
	onlyOne: 'one schedule was run, nothing else',
	notStartedFrom: (left: number, all: number) => `from ${left} of ${all} states nothing was raced`,
	notRun: (run: number, left: number, isOpen: boolean) =>
		`${run} orders were run, at most ${left} more were not${isOpen ? ', nor what a second hold adds to those' : ''}`,
} as const;

/** What the progress lines of an exploration of races say. */
export const raceProgress = {
	states: 'finding the states to begin with',
	alone: (held: HeldRun, from: string) => `what a ${held} does, from ${from}`,
	rival: (id: string) => `what the other one does in ${id}`,
	withoutRace: (from: string) => `what breaks without any race, from ${from}`,
	run: (orders: number, id: string, verdict: string) => `${orders} orders run; ${id}: ${verdict}`,
	again: (id: string, run: number, runs: number) => `${id} again, ${run} of ${runs}`,
} as const;

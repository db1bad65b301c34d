import type { StartMoment } from '../arena/kill-in-start.ts';
import type { Place, Step, StepOf } from './steps.ts';

const placeTexts: Readonly<Record<Place, string>> = {
	main: '',
	'other-home': ' with another home on the same port',
	neighbour: ' with a home and a port of its own',
	moved: ' with the first home on another port',
};

const pidTexts: Readonly<Record<StepOf<'start'>['pids'], string>> = {
	shared: '',
	own: ', in a pid namespace of its own, where its pid comes again',
	taken: ', in a pid namespace of its own, where another program has the pid of the dead one',
};

const momentTexts: Readonly<Record<StartMoment, string>> = {
	exec: 'at once',
	'first-output': 'at its first output',
	'lock-seen': 'when it has made a lock file',
	'before-bind': 'as it calls bind',
	bound: 'between bind and listen',
	listening: 'as soon as it listens',
};

const crashTexts: Readonly<Record<StepOf<'crash'>['how'], string>> = {
	abort: 'aborts',
	'uncaught-exception': 'throws an exception that nobody catches',
	'unhandled-rejection': 'has a rejection that nobody handles',
	'exit-0': 'calls process.exit(0)',
	'exit-1': 'calls process.exit(1)',
};

function counted(count: number, one: string, more = `${one}s`): string {
	return `${count} ${count === 1 ? one : more}`;
}

/** A step in words. */
export function stepText(step: Step): string {
	const who = 'instance' in step ? `gateway ${step.instance}` : '';
	switch (step.do) {
		case 'start':
			return `${who} starts${placeTexts[step.place]}${pidTexts[step.pids]}`;
		case 'kill-in-start':
			return `${who} starts, and is killed ${momentTexts[step.at]}, or else when its start is over`;
		case 'start-together':
			return `${step.count} start at once; the one that serves is ${who}`;
		case 'connect':
			return `${step.clients} ${step.isDeaf ? 'deaf ' : ''}clients connect to ${who}`;
		case 'kill':
			return `${step.signal} to all of ${who}`;
		case 'crash':
			return `${who} ${crashTexts[step.how]}`;
		case 'stop':
			return `${step.signal} to ${who}, until it is gone`;
		case 'begin-stop':
			return `${step.signal} to ${who}, and nobody waits`;
		case 'end-stop':
			return step.killAfterMs === null
				? `${who} has time to end`
				: `SIGKILL to ${who}, should it still be there ${step.killAfterMs} ms later`;
		case 'nudge':
			return `${step.signal} to ${who}, until it has come to rest`;
		case 'freeze':
			return `${who} is frozen`;
		case 'thaw':
			return `${who} is thawed`;
		case 'clear':
			return `${step.target === 'tree' ? who : `the holder of ${who}`} is killed, should it still be there`;
		case 'occupy':
			return `another program (${step.kind}) takes the port on ${step.address}`;
		case 'vacate':
			return 'the other program goes away';
	}
}

export const stormTexts = {
	title: (seed: number, number: number) => `Storm ${seed}, story ${number}`,
	noStory: 'none of the commands at this path has a subject, so there is nothing to tell',
	rehearsal: 'looking whether faults inside the process, and kills at the bind, work',
	progress: (at: {
		readonly stories: number;
		readonly steps: number;
		readonly states: number;
		readonly transitions: number;
		readonly findings: number;
		readonly perMinute: number;
	}) =>
		[
			counted(at.stories, 'story', 'stories'),
			counted(at.steps, 'step'),
			`${counted(at.states, 'state')} and ${counted(at.transitions, 'transition')} seen`,
			counted(at.findings, 'finding'),
			`${at.perMinute.toFixed(0)} stories a minute`,
		].join(', '),
	otherAbilities:
		'a storm of the same machine and gateway: this time namespaces, faults inside the process, or kills at the bind, work where they did not, or the other way round, so the stories would be others',
	again: (number: number, clause: string, runs: number) =>
		`story ${number} broke ${clause}; running it again, ${counted(runs, 'time')}`,
	replaying: (path: string, runs: number) => `telling the story at ${path}, ${counted(runs, 'time')}`,
	shrinking: (number: number, steps: number, runs: number) =>
		`shrinking story ${number}: ${counted(steps, 'step')}, run ${runs}`,
	failed: (reason: string) => `the harness could not run it: ${reason}`,
	/** What a seed and a path do not decide. */
	notDeterministic: [
		'what the seed and the path decide: which steps, on whom, in which order, and the delays that stand in them',
		'what they do not decide: how the kernel schedules the processes, so who wins of several that start at once, and how far a shutdown or a dying process has come when the next step begins',
		'pids, ports, inodes and times: another run has others',
		'how many stories are told in a given time; story n of a seed is the same one in every run',
		'which stories a seed stands for changes with --steps, with the machine (namespaces or not) and with the gateway (a Node program or not)',
	],
} as const;

import type { Step } from './steps.ts';

/** Shows whether faults inside the process work on a gateway. */
export const rehearsalStory: readonly Step[] = [
	{ do: 'start', instance: 1, place: 'main', pids: 'shared' },
	{ do: 'crash', instance: 1, how: 'abort' },
];

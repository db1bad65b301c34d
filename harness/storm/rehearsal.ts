import type { Step } from './steps.ts';

/** Shows whether faults inside the process work on a gateway. */
export const crashRehearsal: readonly Step[] = [
	{ do: 'start', instance: 1, place: 'main', pids: 'shared' },
	{ do: 'crash', instance: 1, how: 'abort' },
];

/** Shows whether a tracer sees the bind of a gateway. */
export const tracedRehearsal: readonly Step[] = [{ do: 'kill-in-start', instance: 1, at: 'before-bind' }];

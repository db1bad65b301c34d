import type { Timeline } from '../timeline/events.ts';

/** When the instance was first asked to stop, in milliseconds since the case began; null when it never was. */
export function gracefulStopFiredAt(events: Timeline, instance: string): number | null {
	const planned = events.flatMap((event) =>
		event.type === 'fault-planned' && event.instance === instance && event.effect === 'graceful-stop'
			? [event.fault]
			: [],
	);
	const fired = events.find((event) => event.type === 'fault-fired' && planned.includes(event.fault));
	return fired?.t ?? null;
}

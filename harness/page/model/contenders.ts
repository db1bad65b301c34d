import type { Timeline } from '../../timeline/events.ts';

/** One line of a schedule: what each contender did, in the order of time. */
export interface ScheduleRow {
	readonly event: number;
	readonly t: number;
	readonly instance: string;
	readonly text: string;
	readonly kind: 'look' | 'change' | 'held' | 'goes-on' | 'life';
}

export interface Schedule {
	/** The contenders, in the order of their starts. */
	readonly contenders: readonly string[];
	readonly rows: readonly ScheduleRow[];
}

/** The schedule of a case in which calls were recorded: who called what between whose calls. Null for any other case. Pure. */
export function scheduleOf(timeline: Timeline): Schedule | null {
	const callers = new Set(timeline.flatMap((event) => (event.type === 'called' ? [event.instance] : [])));
	if (callers.size === 0) return null;
	const thaws = new Set(
		timeline.flatMap((event) => (event.type === 'fault-planned' && event.effect === 'thaw' ? [event.fault] : [])),
	);
	const contenders = timeline.flatMap((event) => (event.type === 'spawned' ? [event.instance] : []));
	const rows = timeline.flatMap((event, index): ScheduleRow[] => {
		const row = (instance: string, text: string, kind: ScheduleRow['kind']): ScheduleRow[] => [
			{ event: index, t: event.t, instance, text, kind },
		];
		switch (event.type) {
			case 'called':
				return row(event.instance, event.text, event.held ? 'held' : event.relevance === 'look' ? 'look' : 'change');
			case 'spawned':
				return row(event.instance, 'spawned', 'life');
			case 'listening':
				return row(event.instance, `listens on port ${event.port}`, 'life');
			case 'ready':
				return row(event.instance, 'ready', 'life');
			case 'exited':
				return row(
					event.instance,
					event.signal === null ? `exited with code ${event.code}` : `ended by ${event.signal}`,
					'life',
				);
			case 'fault-fired':
				return thaws.has(event.fault) ? row(event.instance, 'goes on', 'goes-on') : [];
			default:
				return [];
		}
	});
	return { contenders: contenders.filter((id) => rows.some(({ instance }) => instance === id)), rows };
}

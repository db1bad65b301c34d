import { formatMoment } from '../../report/time-text.ts';
import type { Timeline } from '../../timeline/events.ts';
import { scheduleOf } from '../model/contenders.ts';
import { h } from './dom.ts';
import { words } from './words.ts';

/** More calls than this are no schedule that a person reads. */
const maxRows = 400;

/** Two (or more) contenders beside each other, call by call; null when no calls were recorded. */
export function scheduleView(timeline: Timeline, onSelect: (event: number) => void): HTMLElement | null {
	const schedule = scheduleOf(timeline);
	if (schedule === null) return null;
	const { contenders, rows } = schedule;
	const start = rows[0]?.t ?? 0;
	const lines = rows.slice(0, maxRows).map(({ event, t, instance, text, kind }) =>
		h(
			'tr',
			{ class: kind },
			h('th', { scope: 'row', class: 'time' }, formatMoment(t)),
			contenders.map((id) =>
				h(
					'td',
					{},
					id === instance
						? h(
								'button',
								{ type: 'button', click: () => onSelect(event) },
								kind === 'held' ? `${text}  ■ held here` : kind === 'goes-on' ? '→ goes on' : text,
							)
						: null,
				),
			),
		),
	);
	const left = rows.length - lines.length;
	return h(
		'section',
		{ class: 'schedule', 'aria-labelledby': 'schedule-title', 'data-start': start },
		h('h2', { id: 'schedule-title' }, words.schedule),
		h('p', { class: 'hint' }, words.scheduleHelp),
		h(
			'div',
			{ class: 'schedule-box', tabindex: 0, role: 'group', 'aria-label': words.schedule },
			h(
				'table',
				{},
				h(
					'thead',
					{},
					h(
						'tr',
						{},
						h('th', { scope: 'col' }, 'time'),
						contenders.map((id) => h('th', { scope: 'col' }, id)),
					),
				),
				h('tbody', {}, lines),
			),
		),
		left > 0 ? h('p', { class: 'hint' }, `and ${left} more in the events`) : null,
	);
}

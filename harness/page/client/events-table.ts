import { formatMoment } from '../../report/time-text.ts';
import type { Timeline } from '../../timeline/events.ts';
import { textOf } from '../model/event-text.ts';
import { h, shown } from './dom.ts';
import { words } from './words.ts';

export interface EventsTable {
	readonly element: HTMLElement;
	select(event: number): void;
	/** Shows these events only; null shows all. */
	find(events: readonly number[] | null): void;
}

const rowPx = 28;
/** Rows beyond the edges, so that a reader's next step is there already. */
const beyond = 8;
/** A row shows one line; the whole text stands beside it when it is chosen. */
const maxRowChars = 300;

/** Every event as a row. Only the rows in sight are in the page, so ten thousand are as quick as ten. */
export function eventsTable(
	timeline: Timeline,
	evidence: ReadonlySet<number>,
	onSelect: (event: number) => void,
): EventsTable {
	let places: readonly number[] = timeline.map((_, index) => index);
	let selected: number | null = null;
	const body = h('div', { role: 'rowgroup', class: 'event-rows' });
	const head = h(
		'div',
		{ role: 'rowgroup' },
		h(
			'div',
			{ role: 'row', class: 'event-row head', 'aria-rowindex': 1 },
			words.eventColumns.map((name) => h('span', { role: 'columnheader' }, name)),
		),
	);
	const table = h('div', { role: 'table', 'aria-label': words.events, class: 'event-table' }, head, body);
	const box = h(
		'div',
		{ class: 'events-box', tabindex: 0, role: 'group', 'aria-label': words.events, scroll: () => show() },
		table,
	);

	function show(): void {
		const first = Math.max(0, Math.floor(box.scrollTop / rowPx) - beyond);
		const last = Math.min(places.length, Math.ceil((box.scrollTop + (box.clientHeight || 600)) / rowPx) + beyond);
		table.setAttribute('aria-rowcount', String(places.length + 1));
		body.style.height = `${places.length * rowPx}px`;
		body.replaceChildren(...places.slice(first, last).map((event, index) => row(event, first + index)));
	}

	function row(event: number, place: number): HTMLElement {
		const each = timeline[event];
		if (each === undefined) throw new RangeError(`no event ${event}`);
		const { who, what, text, tone } = textOf(each);
		const isEvidence = evidence.has(event);
		const element = h(
			'div',
			{
				role: 'row',
				class: `event-row ${tone}${isEvidence ? ' evidence' : ''}${event === selected ? ' selected' : ''}`,
				'aria-rowindex': place + 2,
				'aria-selected': null,
				'data-event': event,
				click: () => onSelect(event),
			},
			h('span', { role: 'cell', class: 'time' }, formatMoment(each.t)),
			h('span', { role: 'cell', class: `who ${ownerClass(who)}` }, who),
			h(
				'span',
				{ role: 'cell', class: 'what' },
				what,
				isEvidence ? h('span', { class: 'unseen' }, ` (${words.isEvidence})`) : null,
			),
			h('span', { role: 'cell', class: 'text' }, shown(text, maxRowChars)),
		);
		element.style.top = `${place * rowPx}px`;
		if (event === selected) element.setAttribute('aria-current', 'true');
		return element;
	}

	new ResizeObserver(() => show()).observe(box);
	return {
		element: box,
		select(event) {
			selected = event;
			// Before the first look the rows have no height yet, and nothing could be scrolled.
			show();
			const top = places.indexOf(event) * rowPx;
			const room = box.clientHeight - 2 * rowPx;
			if (top >= 0 && (top < box.scrollTop || top > box.scrollTop + room)) box.scrollTop = Math.max(0, top - room / 2);
			show();
		},
		find(events) {
			places = events ?? timeline.map((_, index) => index);
			box.scrollTop = 0;
			show();
		},
	};
}

function ownerClass(who: string): string {
	const number = /^g(\d+)$/.exec(who)?.[1];
	return number === undefined ? '' : `owner-${(Number(number) - 1) % 8}`;
}

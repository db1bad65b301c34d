import type { Timeline } from '../../timeline/events.ts';
import { textOf } from '../model/event-text.ts';
import { h } from './dom.ts';
import { words } from './words.ts';

export interface Searcher {
	readonly element: HTMLElement;
	query(): string;
	ask(query: string): void;
	step(by: number): void;
}

interface Hearing {
	readonly found: (places: readonly number[] | null) => void;
	readonly select: (event: number) => void;
	readonly selected: () => number | null;
}

/** Searches the events of a case by what their rows say. */
export function searcher(timeline: Timeline, { found, select, selected }: Hearing): Searcher {
	let places: readonly number[] | null = null;
	let texts: readonly string[] | null = null;
	const count = h('output', { class: 'count', 'aria-live': 'polite' });
	const input = h('input', {
		type: 'search',
		id: 'search',
		placeholder: words.searchEvents,
		'aria-label': words.searchEvents,
		input: () => look(),
		keydown: (event: KeyboardEvent) => {
			if (event.key === 'Enter') step(event.shiftKey ? -1 : 1);
		},
	});

	function look(): void {
		const wanted = input.value
			.toLowerCase()
			.split(/\s+/)
			.filter((word) => word !== '');
		texts ??= timeline.map((event) => {
			const { who, what, text } = textOf(event);
			return `${who} ${what} ${text}`.toLowerCase();
		});
		places =
			wanted.length === 0
				? null
				: texts.flatMap((text, index) => (wanted.every((word) => text.includes(word)) ? [index] : []));
		found(places);
		tell();
	}

	function tell(): void {
		const at = selected();
		count.textContent = places === null ? '' : words.matches(at === null ? 0 : places.indexOf(at) + 1, places.length);
	}

	function step(by: number): void {
		if (places === null || places.length === 0) return;
		const at = selected() ?? -1;
		const next =
			by > 0
				? (places.find((place) => place > at) ?? places[0])
				: (places.findLast((place) => place < at) ?? places.at(-1));
		if (next !== undefined) select(next);
		tell();
	}

	const button = (label: string, mark: string, by: number) =>
		h('button', { type: 'button', class: 'icon', 'aria-label': label, title: label, click: () => step(by) }, mark);
	return {
		element: h(
			'div',
			{ class: 'search', role: 'search' },
			input,
			button(words.previous, '↑', -1),
			button(words.next, '↓', 1),
			count,
		),
		query: () => input.value,
		ask(query) {
			input.value = query;
			look();
		},
		step,
	};
}

import { formatMoment } from '../../report/time-text.ts';
import type { TimelineEvent } from '../../timeline/events.ts';
import { textOf } from '../model/event-text.ts';
import { fill, h } from './dom.ts';
import { hashOf } from './route.ts';
import { words } from './words.ts';

/** Entries of one list that are shown; an audit can have thousands. */
const maxEntries = 60;

/** All fields of one event. */
export function showDetail(panel: HTMLElement, caseId: string, index: number, event: TimelineEvent | undefined): void {
	if (event === undefined) {
		fill(panel, h('p', { class: 'hint' }, words.noSelection));
		return;
	}
	const { who, what } = textOf(event);
	const fields = Object.entries(event).filter(([name]) => name !== 't' && name !== 'type');
	fill(
		panel,
		h('h3', {}, h('span', { class: 'time' }, formatMoment(event.t)), ` ${who} ${what}`),
		h(
			'dl',
			{},
			fields.map(([name, value]) => [h('dt', {}, name), h('dd', {}, contentOf(value))]),
		),
		h(
			'p',
			{},
			h('a', { href: hashOf({ case: caseId, event: index }) }, words.linkHere),
			` (${event.type}, ${index + 1})`,
		),
	);
}

function contentOf(value: unknown): HTMLElement | string {
	if (typeof value === 'string') return h('pre', {}, value);
	if (Array.isArray(value) && value.length === 0) return 'none';
	if (Array.isArray(value) && value.some((each) => typeof each === 'object')) {
		const left = value.length - maxEntries;
		return h(
			'ul',
			{},
			value.slice(0, maxEntries).map((each) => h('li', {}, contentOf(each))),
			left > 0 ? h('li', {}, `and ${left} more`) : null,
		);
	}
	if (typeof value === 'object' && value !== null) return h('pre', {}, lineOf(value));
	return String(value);
}

/** An object as one line for each field that says something. */
function lineOf(value: object): string {
	const isEmpty = (each: unknown) => Array.isArray(each) && each.length === 0;
	const fields = Object.entries(value).filter(([, each]) => !isEmpty(each));
	return fields.map(([name, each]) => `${name}: ${typeof each === 'string' ? each : JSON.stringify(each)}`).join(' · ');
}

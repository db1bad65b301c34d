import { formatDuration } from '../../report/time-text.ts';
import type { Band, CaseRecord, PageCase, PageData } from '../page-data.ts';
import { chart } from './chart.ts';
import { showDetail } from './detail.ts';
import { h } from './dom.ts';
import { eventsTable } from './events-table.ts';
import { evidenceList, findingPanel } from './findings.ts';
import { hashOf, note, type Route } from './route.ts';
import { scheduleView } from './schedule.ts';
import { searcher } from './search.ts';
import { verdictMarks, words } from './words.ts';

/** A view that is shown, and what keys do in it. */
export interface Shown {
	readonly element: HTMLElement;
	readonly keys: Readonly<Record<string, () => void>>;
	/** After it was put into the page. */
	start?(): void;
	/** Another address of the same view. */
	follow?(route: Route): void;
	dispose?(): void;
}

/** One case: its findings, its limits, its lanes and its events. */
export function caseView(data: PageData, index: number, record: CaseRecord | null, route: Route): Shown {
	const each = data.cases[index];
	if (each === undefined) throw new RangeError(`no case ${index}`);
	const steps = { next: data.cases[index + 1], previous: data.cases[index - 1] };
	const head = header(each, steps);
	const leave = {
		Escape: () => (location.hash = hashOf({})),
		']': () => step(steps.next),
		'[': () => step(steps.previous),
	};
	if (record === null) {
		const empty = h('p', { class: 'hint' }, words.noRecord);
		return {
			element: h(
				'main',
				{ id: 'main', class: 'case-view', tabindex: -1 },
				head,
				findings(each, data, () => null),
				each.events === null ? empty : null,
			),
			keys: leave,
		};
	}
	const { timeline, bands } = record;
	const eventAt = (t: number) => {
		const place = timeline.findIndex((event) => event.t === t);
		return place === -1 ? null : place;
	};
	const evidence = new Set(
		each.findings.flatMap((finding) =>
			finding.evidence.flatMap(({ t }) => timeline.flatMap((event, place) => (event.t === t ? [place] : []))),
		),
	);
	let selected: number | null = null;
	const select = (event: number) => {
		if (timeline[event] === undefined) return;
		selected = event;
		lanes.select(event);
		table.select(event);
		showDetail(detail, each.id, event, timeline[event]);
		note({ case: each.id, event, query: search.query() });
	};
	const lanes = chart(record, evidence, select);
	const table = eventsTable(timeline, evidence, select);
	const detail = h('section', { class: 'detail', tabindex: 0, 'aria-label': words.detail, 'aria-live': 'polite' });
	const search = searcher(timeline, {
		found(places) {
			lanes.find(places === null ? null : new Set(places));
			table.find(places);
		},
		select,
		selected: () => selected,
	});
	const firstEvidence = () => {
		const last = [...evidence].sort((one, other) => one - other).at(-1);
		if (last !== undefined) select(last);
	};
	const tool = (label: string, mark: string, act: () => void) =>
		h('button', { type: 'button', class: 'icon', 'aria-label': label, title: label, click: act }, mark);
	showDetail(detail, each.id, 0, undefined);
	const element = h(
		'main',
		{ id: 'main', class: 'case-view', tabindex: -1 },
		head,
		findings(each, data, eventAt),
		limitsTable(bands),
		scheduleView(timeline, select),
		h(
			'div',
			{ class: 'workbench' },
			h(
				'section',
				{ class: 'lanes-section', 'aria-labelledby': 'lanes-title' },
				h(
					'div',
					{ class: 'toolbar' },
					h('h2', { id: 'lanes-title' }, words.lanes),
					h(
						'div',
						{ class: 'tools', role: 'toolbar', 'aria-label': words.lanes },
						tool(words.zoomIn, '+', () => lanes.zoom(0.5)),
						tool(words.zoomOut, '−', () => lanes.zoom(2)),
						tool(words.showAll, '⤢', () => lanes.showAll()),
						evidence.size === 0 ? null : tool(words.toFinding, '✗', firstEvidence),
					),
				),
				lanes.element,
				legend(),
			),
			h(
				'section',
				{ class: 'events-section', 'aria-labelledby': 'events-title' },
				h('div', { class: 'toolbar' }, h('h2', { id: 'events-title' }, words.events), search.element),
				table.element,
			),
			detail,
		),
	);
	const hop = (by: number) => {
		const next = selected === null ? (by > 0 ? 0 : timeline.length - 1) : selected + by;
		select(Math.min(Math.max(next, 0), timeline.length - 1));
	};
	return {
		element,
		start() {
			if (route.query !== '') search.ask(route.query);
			if (route.event !== null) select(route.event);
		},
		follow(next) {
			if (next.event !== null && next.event !== selected) select(next.event);
		},
		dispose: () => lanes.dispose(),
		keys: {
			...leave,
			n: () => search.step(1),
			N: () => search.step(-1),
			ArrowRight: () => hop(1),
			ArrowLeft: () => hop(-1),
			ArrowDown: () => hop(1),
			ArrowUp: () => hop(-1),
			'Shift+ArrowRight': () => lanes.move(0.25),
			'Shift+ArrowLeft': () => lanes.move(-0.25),
			'+': () => lanes.zoom(0.5),
			'=': () => lanes.zoom(0.5),
			'-': () => lanes.zoom(2),
			'0': () => lanes.showAll(),
			f: firstEvidence,
		},
	};
}

function step(to: PageCase | undefined): void {
	if (to !== undefined) location.hash = hashOf({ case: to.id });
}

function header(
	each: PageCase,
	{ next, previous }: { readonly next: PageCase | undefined; readonly previous: PageCase | undefined },
): HTMLElement {
	const link = (to: PageCase | undefined, label: string, mark: string) =>
		to === undefined
			? null
			: h(
					'a',
					{ href: hashOf({ case: to.id }), class: 'step', 'aria-label': `${label}: ${to.title}`, title: to.title },
					mark,
				);
	return h(
		'header',
		{ class: 'case-header' },
		h(
			'nav',
			{ 'aria-label': words.cases },
			h('a', { href: '#' }, `← ${words.allCases}`),
			link(previous, words.previousCase, '↑'),
			link(next, words.nextCase, '↓'),
		),
		h(
			'div',
			{ class: 'case-title' },
			h('p', { class: `pill ${each.verdict}` }, `${verdictMarks[each.verdict]} ${each.verdict}`),
			h('h1', {}, each.title),
		),
		h(
			'p',
			{ class: 'case-facts' },
			[
				each.id,
				...(each.durationMs > 0 ? [formatDuration(each.durationMs)] : []),
				...(each.events === null ? [] : [`${each.events} events`]),
				...(each.runs > 1 ? [words.runs(each.runs)] : []),
			].join('  ·  '),
		),
		each.reason === undefined ? null : h('p', { class: 'reason' }, each.reason),
		each.story.length === 0
			? null
			: h(
					'section',
					{ class: 'story', 'aria-label': words.story },
					h(
						'ol',
						{},
						each.story.map((line) => h('li', {}, line)),
					),
				),
		each.repeat === undefined ? null : repeat(each.repeat),
	);
}

function repeat(command: string): HTMLElement {
	const code = h('code', { tabindex: 0 }, command);
	const button = h(
		'button',
		{
			type: 'button',
			class: 'quiet',
			click: () => {
				getSelection()?.selectAllChildren(code);
				const done = () => (button.textContent = words.copied);
				navigator.clipboard?.writeText(command).then(done, () => document.execCommand('copy') && done());
			},
		},
		words.copy,
	);
	return h('div', { class: 'repeat' }, h('span', { class: 'label' }, words.repeat), code, button);
}

function findings(each: PageCase, data: PageData, eventAt: (t: number) => number | null): HTMLElement | null {
	if (each.findings.length === 0) return null;
	return h(
		'section',
		{ 'aria-labelledby': 'findings-title', class: 'case-findings' },
		h('h2', { id: 'findings-title', class: 'unseen' }, words.findings(each.findings.length)),
		each.findings.map((finding) =>
			findingPanel(finding, data.clauses, finding.evidence.length === 0 ? null : evidenceList(finding, each, eventAt)),
		),
	);
}

function limitsTable(bands: readonly Band[]): HTMLElement | null {
	if (bands.length === 0) return null;
	const row = ({ instance, clause, countedMs, wallMs, limitMs, slowdown, outcome }: Band) => {
		const starved = Math.round(wallMs - countedMs);
		const meter = h('span', { class: 'meter', 'aria-hidden': true }, h('i'));
		(meter.firstChild as HTMLElement).style.width = `${Math.min(100, (countedMs / limitMs) * 100)}%`;
		return h(
			'tr',
			{ class: outcome },
			h('th', { scope: 'row' }, instance),
			h('td', {}, clause),
			h(
				'td',
				{ class: 'number' },
				h('strong', {}, formatDuration(countedMs)),
				starved > 0 ? h('small', {}, words.wall(formatDuration(wallMs))) : null,
			),
			h(
				'td',
				{ class: 'number' },
				formatDuration(limitMs),
				slowdown > 1 ? h('small', {}, words.slowed(slowdown)) : null,
			),
			h('td', { class: 'outcome' }, meter, words.outcome[outcome]),
		);
	};
	return h(
		'details',
		{ class: 'limits-of-case', open: bands.some(({ outcome }) => outcome !== 'within') },
		h(
			'summary',
			{},
			h('h2', {}, words.limits),
			h(
				'span',
				{ class: 'hint' },
				`${bands.length}, ${bands.filter(({ outcome }) => outcome !== 'within').length} not within`,
			),
		),
		h(
			'div',
			{ class: 'table-box', tabindex: 0, role: 'group', 'aria-label': words.limits },
			h(
				'table',
				{},
				h(
					'thead',
					{},
					h(
						'tr',
						{},
						words.limitColumns.map((name) =>
							h('th', { scope: 'col' }, name === '' ? h('span', { class: 'unseen' }, 'outcome') : name),
						),
					),
				),
				h('tbody', {}, bands.map(row)),
			),
		),
	);
}

function legend(): HTMLElement {
	const item = (look: string, text: string) =>
		h('li', {}, h('i', { class: `swatch ${look}`, 'aria-hidden': true }), text);
	return h(
		'ul',
		{ class: 'legend' },
		item('starting', 'starts or stops'),
		item('ready', 'ready, or owns the port'),
		item('frozen', 'held'),
		item('limit', 'time that a limit allows'),
		item('fault', 'fault'),
		item('evidence', 'evidence of a finding'),
	);
}

import { formatDuration } from '../../report/time-text.ts';
import type { PageCase, PageData } from '../page-data.ts';
import { fill, h } from './dom.ts';
import { hashOf, note, type Route } from './route.ts';
import { verdictMarks, words } from './words.ts';

const verdictOrder = ['fail', 'flaky', 'invalid', 'pass', 'skipped'] as const;
const statusMarks = { holds: '✓', broken: '✗', 'not-exercised': '·' } as const;
/** Rows at once; a button shows more. Filters look at all. */
const page = 250;

/** The matrix of cases and clauses with its filters. */
export function matrix(data: PageData, from: Route): HTMLElement {
	let route = from;
	let limit = page;
	/** Rows are made once; a search asks for them at every key. */
	const rows = new Map<PageCase, HTMLElement>();
	const rowOf = (each: PageCase) => {
		const made = rows.get(each) ?? row(each, data, route.clause);
		rows.set(each, made);
		return made;
	};
	const counts = h('output', { class: 'count', 'aria-live': 'polite' });
	const body = h('tbody');
	const rest = h('div', { class: 'rest' });
	const chips = verdictOrder.flatMap((verdict) => {
		const count = data.cases.filter((each) => each.verdict === verdict).length;
		if (count === 0) return [];
		const press = () => change({ verdict: route.verdict === verdict ? null : verdict });
		return [
			{
				verdict,
				button: h(
					'button',
					{ type: 'button', class: `chip ${verdict}`, click: press },
					`${verdictMarks[verdict]} ${count} ${words.verdicts[verdict]}`,
				),
			},
		];
	});
	const clause = h(
		'select',
		{ 'aria-label': 'Clause', change: () => change({ clause: clause.value === '' ? null : clause.value }) },
		h('option', { value: '' }, words.anyClause),
		data.clauses.map(({ id, status }) => h('option', { value: id }, `${statusMarks[status]} ${id}`)),
	);
	const search = h('input', {
		type: 'search',
		placeholder: words.searchCases,
		'aria-label': words.searchCases,
		id: 'search',
		input: () => change({ query: search.value }),
	});
	const clear = h(
		'button',
		{ type: 'button', class: 'quiet', click: () => change({ query: '', clause: null, verdict: null }) },
		words.clear,
	);

	function change(part: Partial<Route>): void {
		if (part.clause !== undefined && part.clause !== route.clause) rows.clear();
		route = { ...route, ...part };
		limit = page;
		note(route);
		show();
	}

	function show(): void {
		const found = data.cases.filter((each) => matches(each, data, route));
		for (const { verdict, button } of chips) button.setAttribute('aria-pressed', String(route.verdict === verdict));
		clause.value = route.clause ?? '';
		if (search.value !== route.query) search.value = route.query;
		clear.hidden = route.query === '' && route.clause === null && route.verdict === null;
		counts.textContent = words.shown(found.length, data.cases.length);
		fill(body, found.slice(0, limit).map(rowOf));
		const left = found.length - limit;
		const more = () => {
			limit += page;
			show();
		};
		fill(
			rest,
			found.length === 0
				? words.noCase
				: left > 0
					? h('button', { type: 'button', click: more }, words.more(Math.min(left, page)))
					: null,
		);
		for (const head of heads) head.classList.toggle('chosen', head.dataset.clause === route.clause);
	}

	const heads = data.clauses.map(({ id, status, judged, exercised }) => {
		const press = () => change({ clause: route.clause === id ? null : id });
		const title = `${id}: ${words.statusWords[status]}, put to the test in ${exercised} cases. ${judged ?? ''}`;
		return h(
			'th',
			{ scope: 'col', class: `clause-head ${status}`, 'data-clause': id },
			h('button', { type: 'button', title, click: press }, h('span', {}, id)),
		);
	});
	const table = h(
		'table',
		{ class: 'matrix' },
		h('caption', { class: 'unseen' }, words.matrixHelp),
		h(
			'thead',
			{},
			h(
				'tr',
				{},
				h('th', { scope: 'col', class: 'verdict-head' }, h('span', { class: 'unseen' }, 'verdict')),
				h('th', { scope: 'col', class: 'case-head' }, 'case'),
				heads,
				h('th', { scope: 'col', class: 'took-head' }, 'took'),
			),
		),
		body,
	);
	show();
	return h(
		'section',
		{ 'aria-labelledby': 'cases-title', class: 'cases' },
		h('h2', { id: 'cases-title' }, words.cases),
		h(
			'div',
			{ class: 'filters', role: 'search' },
			chips.map(({ button }) => button),
			clause,
			search,
			clear,
			counts,
		),
		h('div', { class: 'matrix-box', tabindex: 0, role: 'group', 'aria-label': words.cases }, table),
		rest,
		legend(),
	);
}

function row(each: PageCase, data: PageData, chosen: string | null): HTMLElement {
	const cells = each.statuses.map((status, index) => {
		const clause = data.clauses[index]?.id ?? '';
		const isAsserted = each.asserts.some((id) => id === clause);
		const text = `${clause}: ${status === null ? 'not judged' : words.statusWords[status]}${isAsserted ? ', what the case is about' : ''}`;
		const look = `${status ?? 'none'}${isAsserted ? ' asserted' : ''}${chosen === clause ? ' chosen' : ''}`;
		return h(
			'td',
			{ class: `cell ${look}`, title: text },
			h('span', { 'aria-hidden': true }, status === null ? '' : statusMarks[status]),
			h('span', { class: 'unseen' }, text),
		);
	});
	const [finding] = each.findings;
	const why = each.reason ?? (finding === undefined ? undefined : `${finding.clause}: ${finding.message}`);
	return h(
		'tr',
		{ class: each.verdict },
		h(
			'td',
			{ class: 'verdict' },
			h(
				'span',
				{ class: `mark ${each.verdict}`, title: words.verdicts[each.verdict] },
				h('span', { 'aria-hidden': true }, verdictMarks[each.verdict]),
				h('span', { class: 'unseen' }, words.verdicts[each.verdict]),
			),
		),
		h(
			'th',
			{ scope: 'row', class: 'case' },
			h('a', { href: hashOf({ case: each.id }) }, each.title),
			each.runs > 1 ? h('span', { class: 'runs' }, words.runs(each.runs)) : null,
			why === undefined ? null : h('span', { class: 'why' }, why),
		),
		cells,
		h('td', { class: 'took' }, each.durationMs === 0 ? '' : formatDuration(each.durationMs)),
	);
}

function matches(each: PageCase, data: PageData, { query, verdict, clause }: Route): boolean {
	if (verdict !== null && each.verdict !== verdict) return false;
	if (clause !== null) {
		const status = each.statuses[data.clauses.findIndex(({ id }) => id === clause)];
		if (status !== 'holds' && status !== 'broken') return false;
	}
	const text = [
		each.id,
		each.title,
		each.reason ?? '',
		...each.findings.map(({ clause: id, message }) => `${id} ${message}`),
	]
		.join('\n')
		.toLowerCase();
	return query
		.toLowerCase()
		.split(/\s+/)
		.every((word) => text.includes(word));
}

function legend(): HTMLElement {
	const item = (look: string, text: string) =>
		h(
			'li',
			{},
			h(
				'span',
				{ class: `cell ${look}`, 'aria-hidden': true },
				look === 'holds asserted' ? '✓' : statusMarks[look as keyof typeof statusMarks],
			),
			text,
		);
	return h(
		'ul',
		{ class: 'legend' },
		item('holds', 'holds'),
		item('broken', 'broken'),
		item('not-exercised', 'not exercised'),
		item('holds asserted', 'what the case is about'),
	);
}

import { caseView, type Shown } from './case-view.ts';
import { readPage, readRecord } from './data.ts';
import { fill, h, shown } from './dom.ts';
import { front } from './front.ts';
import { helpDialog } from './help.ts';
import { type Route, readRoute } from './route.ts';
import { startTheme, themeButton, turnTheme } from './theme.ts';
import { words } from './words.ts';

startTheme();
const data = readPage();
const dialog = helpDialog();
const place = h('div');
let now: { readonly route: Route; readonly view: Shown } | null = null;
/** Where the first page stood when a case was opened. */
let frontScroll = 0;

const page = document.getElementById('page') ?? document.body;
fill(
	page,
	h('a', { class: 'skip', href: '#main', click: skip }, words.skip),
	h(
		'header',
		{ class: 'top' },
		h('a', { class: 'brand', href: '#' }, words.program),
		h('span', { class: 'spacer' }),
		themeButton(),
		h(
			'button',
			{
				type: 'button',
				class: 'icon',
				'aria-label': words.help,
				title: `${words.help} (?)`,
				click: () => dialog.showModal(),
			},
			'?',
		),
	),
	place,
	dialog,
);
addEventListener('hashchange', () => show());
addEventListener('keydown', onKey);
show();

function show(): void {
	const route = readRoute();
	if (now !== null && now.route.case !== null && now.route.case === route.case) {
		now.view.follow?.(route);
		return;
	}
	if (now?.route.case === null) frontScroll = scrollY;
	const isFirst = now === null;
	now?.view.dispose?.();
	const view = viewOf(route);
	now = { route, view };
	fill(place, view.element);
	view.start?.();
	const title = data.cases.find(({ id }) => id === route.case)?.title ?? data.sentence;
	document.title = shown(`${words.program}: ${title}`, 120);
	if (isFirst) return;
	scrollTo(0, route.case === null ? frontScroll : 0);
	view.element.focus({ preventScroll: true });
}

function viewOf(route: Route): Shown {
	const first = (): Shown => ({ element: front(data, route), keys: {} });
	if (route.case === null) return first();
	const index = data.cases.findIndex(({ id }) => id === route.case);
	if (index >= 0) return caseView(data, index, readRecord(index), route);
	return {
		element: h(
			'main',
			{ id: 'main', tabindex: -1 },
			h('h1', {}, words.unknownCase(route.case)),
			h('a', { href: '#' }, words.allCases),
		),
		keys: {},
	};
}

function skip(event: Event): void {
	event.preventDefault();
	document.getElementById('main')?.focus();
}

function onKey(event: KeyboardEvent): void {
	if (event.ctrlKey || event.metaKey || event.altKey || dialog.open) return;
	const target = event.target;
	const isTyping = target instanceof HTMLElement && target.matches('input, select, textarea');
	if (isTyping) {
		if (event.key === 'Escape') target.blur();
		return;
	}
	const act = keyOf(event);
	if (act === undefined) return;
	event.preventDefault();
	act();
}

function keyOf(event: KeyboardEvent): (() => void) | undefined {
	const common: Readonly<Record<string, () => void>> = {
		'?': () => dialog.showModal(),
		'/': () => document.getElementById('search')?.focus(),
		t: turnTheme,
	};
	const isSideways = event.key === 'ArrowRight' || event.key === 'ArrowLeft';
	const isVertical = event.key === 'ArrowUp' || event.key === 'ArrowDown';
	// Up and down scroll the page, but in the table they go from row to row.
	if (isVertical && !(event.target instanceof HTMLElement && event.target.matches('.events-box'))) return undefined;
	const name = isSideways && event.shiftKey ? `Shift+${event.key}` : event.key;
	return now?.view.keys[name] ?? common[name];
}

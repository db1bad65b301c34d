import { formatDuration } from '../../report/time-text.ts';
import type { PageData } from '../page-data.ts';
import { h } from './dom.ts';
import { findingGroups } from './findings.ts';
import { matrix } from './matrix.ts';
import type { Route } from './route.ts';
import { verdictMarks, words } from './words.ts';

/** The first page: the verdict, what broke, every case, and what it was judged by. */
export function front(data: PageData, route: Route): HTMLElement {
	return h(
		'main',
		{ id: 'main', class: 'front', tabindex: -1 },
		h(
			'header',
			{ class: 'verdict-line' },
			h('p', { class: `pill ${data.verdict}` }, `${verdictMarks[data.verdict]} ${data.verdict}`),
			h('h1', {}, data.sentence),
			h('p', { class: 'gateway' }, h('code', {}, data.gateway)),
		),
		bar(data),
		data.notes.length === 0
			? null
			: h(
					'aside',
					{ class: 'notes', 'aria-label': words.notes },
					data.notes.map((text) => h('p', {}, text)),
				),
		findingGroups(data),
		matrix(data, route),
		h('div', { class: 'two' }, facts(data), limits(data)),
	);
}

/** How the cases fared, in proportion. */
function bar({ cases }: PageData): HTMLElement | null {
	if (cases.length === 0) return null;
	const parts = (['fail', 'flaky', 'invalid', 'pass', 'skipped'] as const).flatMap((verdict) => {
		const count = cases.filter((each) => each.verdict === verdict).length;
		if (count === 0) return [];
		const part = h('span', { class: verdict });
		part.style.flexGrow = String(count);
		return [part];
	});
	return h('div', { class: 'proportions', 'aria-hidden': true }, parts);
}

function facts({ facts: all }: PageData): HTMLElement {
	return h(
		'section',
		{ 'aria-labelledby': 'facts-title' },
		h('h2', { id: 'facts-title' }, words.facts),
		h(
			'dl',
			{ class: 'facts' },
			all.map(({ label, text, isCode }) => [h('dt', {}, label), h('dd', {}, isCode ? h('code', {}, text) : text)]),
		),
	);
}

function limits({ limits: all }: PageData): HTMLElement | null {
	if (all.length === 0) return null;
	return h(
		'section',
		{ 'aria-labelledby': 'limits-title' },
		h('h2', { id: 'limits-title' }, words.limits),
		h(
			'dl',
			{ class: 'limits' },
			all.map(({ clause, limitMs, origin }) => [
				h('dt', {}, h('span', {}, clause), h('strong', {}, formatDuration(limitMs))),
				h('dd', {}, origin),
			]),
		),
	);
}

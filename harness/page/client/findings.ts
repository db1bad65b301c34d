import { formatMoment } from '../../report/time-text.ts';
import type { PageCase, PageClause, PageData, PageFinding } from '../page-data.ts';
import { h } from './dom.ts';
import { hashOf } from './route.ts';
import { words } from './words.ts';

/** A finding as a panel: what happened, the document's words, what differs. `more` stands at its end. */
export function findingPanel(
	finding: PageFinding,
	clauses: readonly PageClause[],
	...more: (HTMLElement | null)[]
): HTMLElement {
	const clause = clauses.find(({ id }) => id === finding.clause);
	return h(
		'article',
		{ class: 'finding' },
		h('h3', {}, h('span', { class: 'clause' }, finding.clause), h('span', { class: 'message' }, finding.message)),
		clause?.quote === undefined
			? null
			: h('figure', { class: 'quote' }, h('figcaption', {}, words.document), h('blockquote', {}, clause.quote)),
		differenceTable(finding),
		...more,
	);
}

/** The evidence, each line with a link to its event. */
export function evidenceList(finding: PageFinding, each: PageCase, eventAt: (t: number) => number | null): HTMLElement {
	return h(
		'section',
		{ class: 'evidence' },
		h('h4', {}, words.evidence),
		h(
			'ol',
			{},
			finding.evidence.map(({ t, text }) => {
				const event = eventAt(t);
				const time = h('span', { class: 'time' }, formatMoment(t));
				return h(
					'li',
					{},
					event === null ? time : h('a', { href: hashOf({ case: each.id, event }) }, time),
					h('span', { class: 'said' }, text),
				);
			}),
		),
	);
}

function differenceTable({ expected, actual, difference }: PageFinding): HTMLElement | null {
	if (expected === undefined && actual === undefined) return null;
	const row = (label: string, ...content: (HTMLElement | string)[]) => [h('dt', {}, label), h('dd', {}, ...content)];
	const parts = difference.map(({ kind, text }) =>
		kind === 'same'
			? text
			: h(kind === 'removed' ? 'del' : 'ins', {}, kind === 'removed' ? `[-${text}-]` : `{+${text}+}`),
	);
	return h(
		'dl',
		{ class: 'difference' },
		expected === undefined ? null : row(words.expected, expected),
		actual === undefined ? null : row(words.actual, actual),
		parts.length === 0 ? null : row(words.differs, ...parts),
	);
}

/** Each thing that broke once, with the cases that saw it. */
export function findingGroups({ groups, cases, clauses }: PageData): HTMLElement | null {
	if (groups.length === 0) return null;
	return h(
		'section',
		{ 'aria-labelledby': 'findings-title' },
		h('h2', { id: 'findings-title' }, words.findings(groups.length)),
		groups.slice(0, maxGroups).map((group) => {
			const finding = cases[group.case]?.findings[group.finding];
			if (finding === undefined) return null;
			const links = group.cases.slice(0, maxLinks).flatMap((index) => {
				const each = cases[index];
				return each === undefined ? [] : [h('li', {}, h('a', { href: hashOf({ case: each.id }) }, each.title))];
			});
			const left = group.cases.length - links.length;
			if (left > 0)
				links.push(
					h('li', {}, h('a', { href: hashOf({ clause: finding.clause, verdict: 'fail' }) }, `and ${left} more`)),
				);
			return findingPanel(finding, clauses, h('ul', { class: 'seen-in' }, links));
		}),
	);
}

const maxGroups = 40;
const maxLinks = 8;

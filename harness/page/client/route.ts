import type { Verdict } from '../../judge/finding.ts';

/** What the page shows, as it stands in the address after `#`, so that a link leads to it. */
export interface Route {
	/** A case's id; null is the first page. */
	readonly case: string | null;
	/** A place in its record. */
	readonly event: number | null;
	readonly query: string;
	readonly verdict: Verdict | null;
	readonly clause: string | null;
}

const empty: Route = { case: null, event: null, query: '', verdict: null, clause: null };

export function readRoute(hash = location.hash): Route {
	const words = new URLSearchParams(hash.replace(/^#/, ''));
	const event = Number(words.get('event') ?? Number.NaN);
	return {
		case: words.get('case'),
		event: Number.isInteger(event) && event >= 0 ? event : null,
		query: words.get('q') ?? '',
		verdict: words.get('verdict') as Verdict | null,
		clause: words.get('clause'),
	};
}

/** The address of a view; what is left out is as on the first page. */
export function hashOf(route: Partial<Route>): string {
	const full = { ...empty, ...route };
	const words = new URLSearchParams();
	if (full.case !== null) words.set('case', full.case);
	if (full.event !== null) words.set('event', String(full.event));
	if (full.verdict !== null) words.set('verdict', full.verdict);
	if (full.clause !== null) words.set('clause', full.clause);
	if (full.query !== '') words.set('q', full.query);
	return `#${words}`;
}

/** Changes the address without a step of its own: a selection, a filter. */
export function note(route: Partial<Route>): void {
	history.replaceState(null, '', hashOf(route));
}

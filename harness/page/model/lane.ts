import type { Tone } from './event-text.ts';

/** What happens over a span of time. All times in milliseconds since the case began. */
export interface Bar {
	readonly from: number;
	/** Infinity: nobody saw it end. */
	readonly to: number;
	readonly look:
		| 'starting'
		| 'listening'
		| 'ready'
		| 'stopping'
		| 'frozen'
		| 'process'
		| 'holder'
		| 'owned'
		| 'foreign'
		| 'client'
		| 'content';
	readonly label: string;
	/** Whose colour it has. */
	readonly owner: string;
}

/** An event as a point of a lane. */
export interface Mark {
	readonly t: number;
	/** Its place in the record. */
	readonly event: number;
	readonly tone: Tone;
}

export type LaneKind = 'case' | 'instance' | 'process' | 'output' | 'calls' | 'port' | 'client' | 'file';

/** One row of the drawing. */
export interface Lane {
	readonly id: string;
	readonly kind: LaneKind;
	readonly label: string;
	/** The instance that it belongs to; limits are drawn there. */
	readonly owner: string;
	readonly bars: readonly Bar[];
	readonly marks: readonly Mark[];
}

/**
 * Puts spans into as few rows as they need so that none covers another; those that find no room in `maxRows` go into the
 * last one. Pure.
 */
export function packed<T extends Pick<Bar, 'from' | 'to'>>(spans: readonly T[], maxRows: number): T[][] {
	const rows: T[][] = [];
	for (const span of spans.toSorted((one, other) => one.from - other.from)) {
		const free = rows.find((row) => (row.at(-1)?.to ?? 0) <= span.from);
		if (free !== undefined) free.push(span);
		else if (rows.length < maxRows) rows.push([span]);
		else rows.at(-1)?.push(span);
	}
	return rows;
}

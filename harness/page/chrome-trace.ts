import { visible } from '../report/visible.ts';
import type { Timeline, TimelineEvent } from '../timeline/events.ts';
import { textOf } from './model/event-text.ts';

/** One entry of a trace in Chrome's JSON format; times are microseconds. */
export interface TraceEntry {
	readonly name: string;
	/** `X` lasts, `i` is a moment, `M` names a row. */
	readonly ph: 'X' | 'i' | 'M';
	readonly pid: number;
	readonly tid: number;
	readonly ts?: number;
	readonly dur?: number;
	/** How wide the mark of a moment is: its thread's row, or all rows of its process. */
	readonly s?: 't' | 'p';
	readonly args?: Readonly<Record<string, string>>;
}

export interface ChromeTrace {
	readonly displayTimeUnit: 'ms';
	readonly traceEvents: readonly TraceEntry[];
}

export interface TracedCase {
	readonly id: string;
	readonly timeline: Timeline;
}

/** The row of what is told of an instance as a whole. */
const ownRow = 0;

/**
 * Stored cases in Chrome's trace format, which Perfetto and chrome://tracing open: a group of rows for each instance of
 * each case, a row for each of its processes, bars for lives and listeners, marks for everything else. Pure.
 *
 * @remarks Format: "Trace Event Format", JSON object form.
 */
export function chromeTrace(cases: readonly TracedCase[]): ChromeTrace {
	const groups = new Map<string, number>();
	const traceEvents: TraceEntry[] = [];
	const groupOf = (id: string, who: string): number => {
		const name = `${id} · ${who}`;
		const known = groups.get(name);
		if (known !== undefined) return known;
		groups.set(name, groups.size + 1);
		traceEvents.push({ name: 'process_name', ph: 'M', pid: groups.size, tid: ownRow, args: { name } });
		return groups.size;
	};
	for (const { id, timeline } of cases) {
		const endAt = timeline.at(-1)?.t ?? 0;
		for (const [index, event] of timeline.entries()) {
			const { who, what, text } = textOf(event);
			const pid = groupOf(id, visible(who));
			const args = { text: visible(text) };
			const bar = barOf(event);
			if (bar === null) {
				const tid = 'pid' in event ? event.pid : ownRow;
				traceEvents.push({ name: what, ph: 'i', pid, tid, ts: event.t * 1_000, s: tid === ownRow ? 'p' : 't', args });
				continue;
			}
			const until = timeline.slice(index + 1).find((later) => bar.isEndedBy(later))?.t ?? endAt;
			const dur = Math.max(0, until - event.t) * 1_000;
			traceEvents.push({ name: visible(bar.name), ph: 'X', pid, tid: bar.tid, ts: event.t * 1_000, dur, args });
		}
	}
	return { displayTimeUnit: 'ms', traceEvents };
}

/** What begins with an event and lasts: a process, or a listener. */
function barOf(event: TimelineEvent): { name: string; tid: number; isEndedBy(later: TimelineEvent): boolean } | null {
	if (event.type === 'process-seen') {
		const { instance, pid, role, name } = event;
		const isGone = (later: TimelineEvent) =>
			(later.type === 'process-gone' && later.instance === instance && later.pid === pid) ||
			(later.type === 'gone' && later.instance === instance);
		return { name: `${role} ${name}`, tid: pid, isEndedBy: isGone };
	}
	if (event.type === 'listening') {
		const { instance, address, port, inode, pid } = event;
		const isClosed = (later: TimelineEvent) =>
			(later.type === 'stopped-listening' && later.instance === instance && later.inode === inode) ||
			(later.type === 'gone' && later.instance === instance);
		return { name: `listens on ${address}:${port}`, tid: pid, isEndedBy: isClosed };
	}
	return null;
}

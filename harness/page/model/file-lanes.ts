import type { Timeline } from '../../timeline/events.ts';
import type { Bar, Lane } from './lane.ts';

/** More files than this tell nothing more; all stand in the audits. */
const maxFiles = 24;

interface Sight {
	readonly t: number;
	/** Null: it was looked for, and it was not there. */
	readonly content: string | null;
}

/**
 * What lay in the arena, with its content at each look: files that an audit found new or changed, kernel objects, planted
 * guards, and files that a loser changed. Without marks: a look is an event of the whole case. Pure.
 */
export function fileLanes(timeline: Timeline): Lane[] {
	const files = new Map<string, Sight[]>();
	const see = (path: string, t: number, content: string | null) => {
		const sights = files.get(path) ?? [];
		files.set(path, sights);
		if (sights.at(-1)?.content !== content) sights.push({ t, content });
	};
	for (const event of timeline) {
		if (event.type === 'guard-planted') see(event.path, event.t, event.content ?? String(event.pid));
		if (event.type === 'files-compared') {
			for (const { path, change, before, after } of event.changes) {
				if (before !== undefined && !files.has(path)) see(path, event.t, before);
				see(path, event.t, change === 'deleted' ? null : (after ?? change));
			}
		}
		if (event.type !== 'audit') continue;
		const found = new Map([
			...event.entries
				.filter(({ isNew, kind }) => isNew && kind !== 'directory')
				.map(({ path, kind, sizeBytes, content }) => [path, content ?? `${kind}, ${sizeBytes} bytes`] as const),
			...event.kernelLocks.map(
				({ kind, what, pid }) => [`${kind} ${what}`, pid === undefined ? 'held' : `pid ${pid}`] as const,
			),
		]);
		for (const [path, content] of found) see(path, event.t, content);
		for (const path of files.keys()) if (!found.has(path) && !event.truncated) see(path, event.t, null);
	}
	return [...files].slice(0, maxFiles).map(([path, sights]) => ({
		id: `file/${path}`,
		kind: 'file',
		label: path,
		owner: '',
		bars: barsOf(sights),
		marks: [],
	}));
}

function barsOf(sights: readonly Sight[]): Bar[] {
	return sights.flatMap(({ t, content }, index): Bar[] => {
		if (content === null) return [];
		return [
			{ look: 'content', label: content, from: t, to: sights[index + 1]?.t ?? Number.POSITIVE_INFINITY, owner: '' },
		];
	});
}

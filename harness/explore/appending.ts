import type { RelevantCall } from './relevant-calls.ts';

/** Tells of each call whether it opens a file for appending, or appends to one: logs, of which nobody's lock speaks. Pure. */
export function appendingCalls<Call extends Pick<RelevantCall, 'name' | 'paths' | 'line'>>(
	calls: readonly Call[],
): (Call & { readonly isAppending: boolean })[] {
	const appended = new Set<string>();
	return calls.map((call) => {
		const { name, paths, line } = call;
		const opensToAppend = /\bO_APPEND\b/.test(line) && /\bO_WRONLY\b/.test(line);
		if (opensToAppend) for (const place of paths) appended.add(place);
		const appends = /^(?:write|close)/.test(name) && paths.some((place) => appended.has(place));
		return { ...call, isAppending: opensToAppend || appends };
	});
}

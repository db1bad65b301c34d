import type { RelevantCall } from './relevant-calls.ts';

/**
 * Tells of each call of one contender whether it has to do with one of its logs: a file that it opens for appending
 * alone, never with O_EXCL (which makes a lock of it), and does not read, nor ask whether it is there. That it asks for
 * the size of its log is for the sake of the log. Pure.
 */
export function appendingCalls<Call extends Pick<RelevantCall, 'name' | 'paths' | 'line' | 'relevance'>>(
	calls: readonly Call[],
): (Call & { readonly isAppending: boolean })[] {
	const appended = new Set(calls.filter(opensToAppend).flatMap(({ paths }) => paths));
	for (const call of calls) if (isNoMatterOfLogs(call)) for (const place of call.paths) appended.delete(place);
	return calls.map((call) => ({ ...call, isAppending: call.paths.some((place) => appended.has(place)) }));
}

function opensToAppend({ line }: Pick<RelevantCall, 'line'>): boolean {
	return /\bO_APPEND\b/.test(line) && /\bO_WRONLY\b/.test(line) && !/\bO_EXCL\b/.test(line);
}

function isNoMatterOfLogs(call: Pick<RelevantCall, 'name' | 'line' | 'relevance'>): boolean {
	return !opensToAppend(call) && !/^(?:write|close|l?stat|newfstatat|statx)/.test(call.name);
}

import { z } from 'zod';
import { eventSchema, type Timeline, type TimelineEvent } from './events.ts';
import { timelineMessages } from './messages.ts';
import { TimelineVersionError, timelineSchemaVersion } from './schema-version.ts';

export interface ParsedTimeline {
	readonly timeline: Timeline;
	/** True when the last line is torn or nothing is there: the harness was killed while it wrote. */
	readonly truncated: boolean;
}

/** A line that is no event. */
export class TimelineFormatError extends Error {
	override readonly name = 'TimelineFormatError';
	/** Counted from 1. */
	readonly line: number;
	readonly problem: string;

	constructor(line: number, problem: string) {
		super(timelineMessages.format(line, problem));
		this.line = line;
		this.problem = problem;
	}
}

/**
 * Reads a record of JSON Lines. A torn last line is dropped and flagged, anything else that is no event is refused.
 * Throws `TimelineFormatError` and `TimelineVersionError`.
 */
export function parseTimeline(text: string): ParsedTimeline {
	const lines = text.split('\n');
	const unterminated = lines.pop() ?? '';
	const timeline: TimelineEvent[] = [];
	for (const [index, line] of lines.entries()) {
		if (line.trim() !== '') timeline.push(parseEvent(line, index + 1, timeline.length === 0));
	}
	if (unterminated.trim() === '') return { timeline, truncated: timeline.length === 0 };
	if (!isJson(unterminated)) return { timeline, truncated: true };
	timeline.push(parseEvent(unterminated, lines.length + 1, timeline.length === 0));
	return { timeline, truncated: false };
}

/** One event as a line of the record, with its newline. */
export function serializeEvent(event: TimelineEvent): string {
	return `${JSON.stringify(event)}\n`;
}

const versioned = z.looseObject({ type: z.literal('case-started'), schema: z.unknown() });

function parseEvent(line: string, lineNumber: number, isFirst: boolean): TimelineEvent {
	const value = parseJson(line, lineNumber);
	const start = versioned.safeParse(value);
	if (start.success && start.data.schema !== timelineSchemaVersion) {
		throw new TimelineVersionError(lineNumber, JSON.stringify(start.data.schema) ?? 'nothing');
	}
	const event = eventSchema.safeParse(value);
	if (!event.success) {
		throw new TimelineFormatError(lineNumber, timelineMessages.notAnEvent(problemsOf(event.error)));
	}
	if (isFirst && event.data.type !== 'case-started') {
		throw new TimelineFormatError(lineNumber, timelineMessages.noCaseStarted);
	}
	return event.data;
}

function parseJson(line: string, lineNumber: number): unknown {
	try {
		return JSON.parse(line);
	} catch {
		throw new TimelineFormatError(lineNumber, timelineMessages.notJson);
	}
}

function isJson(text: string): boolean {
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
}

function problemsOf(error: z.ZodError): string {
	return error.issues.map((issue) => `${issue.path.join('.') || 'event'}: ${issue.message}`).join('; ');
}

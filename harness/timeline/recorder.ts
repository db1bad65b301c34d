import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { EventOf, TimelineEvent } from './events.ts';
import { masking } from './secrets.ts';
import { serializeEvent } from './timeline-file.ts';

type WithoutTime<T> = T extends { t: number } ? Omit<T, 't'> : never;
/** An event as its observer hands it in; the recorder stamps it. */
export type NewEvent = WithoutTime<TimelineEvent>;
export type NewEventOf<T extends TimelineEvent['type']> = Omit<EventOf<T>, 't'>;

/** Events per case; a case that says more than this is cut, and a note says so. */
const maxEvents = 50_000;

/** Appends events to one case's timeline, in memory and, line by line, on disk (so that a killed harness leaves it). */
export class Recorder {
	readonly events: TimelineEvent[] = [];
	#startedAt: number;
	#pausedMs = 0;
	/** Told of each event as it is added. */
	onEvent: ((event: TimelineEvent) => void) | null = null;
	readonly #path: string | null;
	#closed = false;

	/**
	 * @param file File for the JSON Lines, or null to keep the record in memory only.
	 * @param elapsedMs Time that has passed in this case already, told by events that are added with a time of their own.
	 */
	constructor(file: string | null, elapsedMs = 0) {
		this.#path = file;
		this.#startedAt = performance.now() - elapsedMs;
		if (file !== null) writeFileSync(file, '');
	}

	/** For how long the record's clock stood still, in milliseconds. */
	get pausedMs(): number {
		return this.#pausedMs;
	}

	/** Takes a span out of the case's time: everything was stopped in it. */
	skip(spanMs: number): void {
		this.#startedAt += spanMs;
		this.#pausedMs += spanMs;
	}

	/** Milliseconds since the case began. */
	now(): number {
		return this.#timeAt(performance.now());
	}

	/**
	 * What the record calls the moment at which `performance.now()` was `clockMs`; never before the latest event, so that
	 * what is told later is not told as earlier.
	 */
	timeOf(clockMs: number): number {
		return Math.max(this.#timeAt(clockMs), this.events.at(-1)?.t ?? 0);
	}

	#timeAt(clockMs: number): number {
		return Math.round((clockMs - this.#startedAt) * 1000) / 1000;
	}

	/**
	 * Adds an event. `at` is for what was observed earlier than it is told (output held back by a bound). Events after
	 * `close` are teardown's and are not part of the story.
	 */
	add(event: NewEvent, at: number = this.now()): void {
		if (this.#closed || this.events.length > maxEvents) return;
		const stamped: TimelineEvent =
			this.events.length === maxEvents && event.type !== 'case-ended'
				? { t: at, type: 'note', text: `The record was cut here: limit of ${maxEvents} events.` }
				: ({ ...event, t: at } as TimelineEvent);
		this.events.push(stamped);
		if (this.#path !== null) tryAppend(this.#path, lineOf(stamped));
		this.onEvent?.(stamped);
	}

	/** Ends the record: sorted by time, written whole. */
	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.events.sort((a, b) => a.t - b.t);
		if (this.#path !== null) {
			mkdirSync(path.dirname(this.#path), { recursive: true });
			writeFileSync(this.#path, this.events.map(lineOf).join(''));
		}
	}
}

/** What is stored is masked; what is judged now is what was printed. */
function lineOf(event: TimelineEvent): string {
	return serializeEvent(masking(event));
}

/** Without namespaces a gateway can take the file away; what is judged is the record in memory, which `close` writes whole. */
function tryAppend(file: string, line: string): void {
	try {
		appendFileSync(file, line);
	} catch {
		// The folder is gone, or the disk is full for now.
	}
}

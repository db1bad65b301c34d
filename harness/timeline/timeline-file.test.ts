import { expect, test } from 'vitest';
import type { TimelineEvent } from './events.ts';
import { parseTimeline, serializeEvent } from './timeline-file.ts';

const started: TimelineEvent = {
	t: 0,
	type: 'case-started',
	schema: 1,
	caseId: 'c',
	scenario: 's',
	title: 'A case',
	asserts: ['fails-fast'],
	gateway: 'gateway',
	contract: 'clawdbot-2025-12',
	seed: 1,
	limits: [],
	isolation: 'none',
	host: '127.0.0.1',
	port: 18_789,
};
const line: TimelineEvent = {
	t: 1.5,
	type: 'output',
	instance: 'g1',
	stream: 'stderr',
	line: '\u0000\u001b[31m "}\n\u2028',
	truncated: false,
};
const text = serializeEvent(started) + serializeEvent(line);

test('what was written is read again', () => {
	expect(parseTimeline(text)).toEqual({ timeline: [started, line], truncated: false });
	expect(parseTimeline(text.trimEnd())).toEqual({ timeline: [started, line], truncated: false });
});

test('a torn last line is dropped and flagged', () => {
	expect(parseTimeline(text.slice(0, -10))).toEqual({ timeline: [started], truncated: true });
	expect(parseTimeline('')).toEqual({ timeline: [], truncated: true });
});

test('defaults stand for what an earlier writer did not say', () => {
	const spawned = { t: 1, type: 'spawned', instance: 'g1', pid: 5, port: 1, explicitPort: true, profile: 'a' };
	const { timeline } = parseTimeline(
		`${serializeEvent(started)}${JSON.stringify({ ...spawned, command: [], surroundings: {} })}\n`,
	);
	expect(timeline[1]).toMatchObject({ slowdown: 1 });
});

test('what is no record of this version is refused, with its line', () => {
	const refusals = [
		`${serializeEvent(started)}{"t":1,\n${serializeEvent(line)}`,
		`${serializeEvent(started)}{"t":1,"type":"exploded"}\n`,
		`${serializeEvent(started)}{"t":"1","type":"process-gone","instance":"g1","pid":0}\n`,
		serializeEvent(started).replace('"schema":1', '"schema":2'),
		serializeEvent(started).replace('"schema":1,', ''),
		serializeEvent(line),
	].map(refusalOf);
	expect(refusals).toMatchInlineSnapshot(`
		[
		  "TimelineFormatError: Line 2 of the timeline is not JSON. Record the case again, or judge it with the gatelock that wrote it.",
		  "TimelineFormatError: Line 2 of the timeline is not an event of this schema: type: Invalid discriminator value. Expected 'case-started' | 'spawned' | 'process-seen' | 'process-gone' | 'listening' | 'called' | 'stopped-listening' | 'output' | 'ready-claimed' | 'ready' | 'handshake-failed' | 'client-opened' | 'client-closed' | 'fault-planned' | 'fault-fired' | 'fault-proved' | 'fault-unproven' | 'exited' | 'gone' | 'gave-up' | 'occupant-started' | 'occupant-stopped' | 'exclusivity-probed' | 'files-compared' | 'guard-planted' | 'audit' | 'control-measured' | 'client-life-measured' | 'expectation-failed' | 'note' | 'case-ended'. Record the case again, or judge it with the gatelock that wrote it.",
		  "TimelineFormatError: Line 2 of the timeline is not an event of this schema: t: Invalid input: expected number, received string; pid: Too small: expected number to be >0. Record the case again, or judge it with the gatelock that wrote it.",
		  "TimelineVersionError: Line 1 of the timeline says schema 2; this gatelock reads schema 1. Next step: judge it with the gatelock that wrote it, or a newer one (npm install gatelock@latest).",
		  "TimelineFormatError: Line 1 of the timeline is not an event of this schema: schema: Invalid input: expected 1. Record the case again, or judge it with the gatelock that wrote it.",
		  "TimelineFormatError: Line 1 of the timeline is the first event and not "case-started", so the version of the record is unknown. Record the case again, or judge it with the gatelock that wrote it.",
		]
	`);
});

function refusalOf(record: string): string {
	try {
		parseTimeline(record);
		return 'accepted';
	} catch (error) {
		return String(error);
	}
}

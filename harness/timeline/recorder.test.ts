import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { tempFolder } from '../testing/temp-folder.ts';
import { Recorder } from './recorder.ts';
import { parseTimeline } from './timeline-file.ts';

test('every event stands in the file as soon as it is added', () => {
	const file = path.join(tempFolder(), 'timeline.jsonl');
	const recorder = new Recorder(file);
	expect(readFileSync(file, 'utf8')).toBe('');
	recorder.add({ type: 'note', text: 'one' }, 1);
	expect(readFileSync(file, 'utf8')).toBe('{"type":"note","text":"one","t":1}\n');
	recorder.add({ type: 'note', text: 'two\n\u0000' }, 2);
	expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(3);
});

test('what was observed earlier than it was told is put in its place at the end; equal times keep their order', () => {
	const file = path.join(tempFolder(), 'timeline.jsonl');
	const recorder = new Recorder(file);
	for (const [text, at] of [
		['c', 3],
		['a', 1],
		['b1', 2],
		['b2', 2],
	] as const) {
		recorder.add({ type: 'note', text }, at);
	}
	recorder.close();
	const sorted = [
		{ t: 1, type: 'note', text: 'a' },
		{ t: 2, type: 'note', text: 'b1' },
		{ t: 2, type: 'note', text: 'b2' },
		{ t: 3, type: 'note', text: 'c' },
	];
	expect(recorder.events).toEqual(sorted);
	const lines = readFileSync(file, 'utf8').trim().split('\n');
	expect(lines.map((line) => JSON.parse(line))).toEqual(sorted);
});

test('events are stamped with the time since the case began, to the microsecond', () => {
	const recorder = new Recorder(null);
	recorder.add({ type: 'note', text: 'now' });
	const [event] = recorder.events;
	const after = recorder.now();
	expect(event?.t).toBeGreaterThanOrEqual(0);
	expect(event?.t).toBeLessThanOrEqual(after);
	expect(Math.abs(after * 1000 - Math.round(after * 1000))).toBeLessThan(1e-6);
});

test('what comes after the end is no part of the story', () => {
	const file = path.join(tempFolder(), 'timeline.jsonl');
	const recorder = new Recorder(file);
	recorder.add({ type: 'note', text: 'story' }, 1);
	recorder.close();
	recorder.add({ type: 'note', text: 'teardown' }, 2);
	recorder.close();
	expect(recorder.events).toEqual([{ t: 1, type: 'note', text: 'story' }]);
	expect(readFileSync(file, 'utf8')).toBe('{"type":"note","text":"story","t":1}\n');
});

test('a case that says too much is cut once, and its end is not recorded, so that it cannot pass', () => {
	const recorder = new Recorder(null);
	for (let i = 0; i < 50_100; i++) recorder.add({ type: 'note', text: 'flood' }, i);
	recorder.add({ type: 'case-ended' });
	expect(recorder.events).toHaveLength(50_001);
	expect(recorder.events.at(-1)).toEqual({
		t: 50_000,
		type: 'note',
		text: 'The record was cut here: limit of 50000 events.',
	});
});

test('a record that is just full still has its end', () => {
	const recorder = new Recorder(null);
	for (let i = 0; i < 50_000; i++) recorder.add({ type: 'note', text: 'flood' }, i);
	recorder.add({ type: 'case-ended' }, 50_000);
	expect(recorder.events.slice(-1)).toEqual([{ t: 50_000, type: 'case-ended' }]);
});

test('a timeline that was written is one that can be read', () => {
	const file = path.join(tempFolder(), 'timeline.jsonl');
	const recorder = new Recorder(file);
	recorder.add({
		type: 'case-started',
		schema: 1,
		caseId: 'c',
		scenario: 's',
		title: 'A case',
		asserts: [],
		gateway: 'gateway',
		contract: 'clawdbot-2025-12',
		seed: 1,
		limits: [],
		isolation: 'none',
		host: '127.0.0.1',
		port: 20_000,
	});
	recorder.add({ type: 'output', instance: 'g1', stream: 'stdout', line: '\u0000\uFFFD\u2028', truncated: false });
	recorder.close();
	expect(parseTimeline(readFileSync(file, 'utf8'))).toEqual({ timeline: recorder.events, truncated: false });
});

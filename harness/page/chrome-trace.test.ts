import { expect, test } from 'vitest';
import { TimelineBuilder } from '../judge/testing/timeline-builder.ts';
import { chromeTrace } from './chrome-trace.ts';

test('listeners are bars as long as they listened, everything else is a mark of its moment', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.says(120, 'g1', 'hello \u001b[31m')
		.stopListening(300, 'g1')
		.end(500);
	const { traceEvents } = chromeTrace([{ id: 'a-case', timeline }]);
	const bars = traceEvents.filter(({ ph }) => ph === 'X');
	expect(bars).toEqual([expect.objectContaining({ name: 'listens on 127.0.0.1:20001', ts: 100_000, dur: 200_000 })]);
	const moments = traceEvents.filter(({ ph }) => ph === 'i');
	expect(moments).toHaveLength(timeline.length - bars.length);
	expect(JSON.stringify(moments)).not.toContain('\u001b');
	const names = traceEvents.filter(({ ph }) => ph === 'M').map(({ args }) => args?.name);
	expect(names).toContain('a-case · g1');
	expect(new Set(names).size).toBe(names.length);
});

test('what never ended lasts until the record ends, and equal names in two cases are two groups', () => {
	const timeline = new TimelineBuilder().spawn(0, 'g1').listen(100, 'g1').end(500);
	const { traceEvents } = chromeTrace([
		{ id: 'one', timeline },
		{ id: 'two', timeline },
	]);
	const bars = traceEvents.filter(({ ph }) => ph === 'X');
	expect(bars.map(({ dur }) => dur)).toEqual([400_000, 400_000]);
	expect(new Set(bars.map(({ pid }) => pid)).size).toBe(2);
});

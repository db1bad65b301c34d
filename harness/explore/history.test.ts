import { expect, test } from 'vitest';
import { findingsIn, TimelineBuilder } from '../judge/testing/timeline-builder.ts';
import { withoutHurry } from './history.ts';

test('how long a start took that the tracer stopped again and again is judged by no limit', () => {
	const slow = new TimelineBuilder()
		.spawn(0, 'g1', { slowdown: 10 })
		.listen(50_000, 'g1')
		.ready(50_050, 'g1')
		.end(60_000);
	expect(findingsIn(slow)).toHaveLength(1);
	expect(findingsIn(withoutHurry(slow, (instance) => instance === 'g1'))).toEqual([]);
	expect(findingsIn(withoutHurry(slow, () => false))).toHaveLength(1);
});

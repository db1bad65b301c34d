import { expect, test } from 'vitest';
import { statusOf, TimelineBuilder } from './testing/timeline-builder.ts';

function losesClientAt(ageMs: number, lifeMs: number | null): TimelineBuilder {
	return new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.add({ t: 200, type: 'client-opened', client: 'c1', instance: 'g1', address: '127.0.0.1', port: 20_001 })
		.spawn(9_900, 'g2')
		.add({ t: 200 + ageMs, type: 'client-closed', client: 'c1', instance: 'g1', code: 1000, byHarness: false })
		.refused(10_500, 'g2')
		.add({ t: 20_000, type: 'client-life-measured', watchedMs: 17_000, lifeMs });
}

test('a client that any lone instance would have ended is no disturbance', () => {
	expect(statusOf(losesClientAt(10_000, 10_050).end(21_000), 'holder-undisturbed')).toBe('holds');
});

test('a client that a lone instance keeps is one', () => {
	expect(statusOf(losesClientAt(10_000, null).end(21_000), 'holder-undisturbed')).toBe('broken');
});

test('a client that is ended long before its time is one', () => {
	expect(statusOf(losesClientAt(9_800, 40_000).end(21_000), 'holder-undisturbed')).toBe('broken');
});

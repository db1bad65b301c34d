import { expect, test } from 'vitest';
import { clawdbot202512 } from '../contract/clawdbot-2025-12.ts';
import { limitsFor } from '../contract/limits.ts';
import { judge } from './judge.ts';
import { TimelineBuilder } from './testing/timeline-builder.ts';

/** Of the build that compiles its plugins at the first start. */
const limits = limitsFor(clawdbot202512, { coldStartMs: 17_700, warmStartMs: 4_300, failStartMs: 2_500 });

/** The holder dies, /tmp is wiped with the caches in it, and the next start listens after so long. */
function rebound(afterMs: number, cold: boolean): readonly string[] {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(4_000, 'g1')
		.ready(4_100, 'g1')
		.killed(5_000, 'g1')
		.spawn(6_000, 'g2', cold ? { cold } : {})
		.listen(6_000 + afterMs, 'g2')
		.ready(6_100 + afterMs, 'g2')
		.end(60_000);
	return judge(timeline, clawdbot202512, { limits }).flatMap(({ findings }) => findings.map(({ message }) => message));
}

test('a start whose caches the case took away has the time of a first start', () => {
	expect(rebound(20_500, true)).toEqual([]);
});

test('with its caches it has not', () => {
	expect(rebound(20_500, false)).toEqual([
		'After the death of g1: g2 listened on 127.0.0.1:20001 after 20500 ms; the limit is 8450 ms.',
	]);
});

test('later than a first start is late without caches, too', () => {
	expect(rebound(30_000, true)).toEqual([
		'After the death of g1: g2 listened on 127.0.0.1:20001 after 30000 ms; the limit is 28550 ms.',
	]);
});

test('where caches save nothing a start without them has no other limit', () => {
	const quick = limitsFor(clawdbot202512, { coldStartMs: 900, warmStartMs: 300, failStartMs: null });
	expect(quick.filter(({ coldLimitMs }) => coldLimitMs !== undefined)).toEqual([]);
});

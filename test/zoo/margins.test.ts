import { expect, test } from 'vitest';
import { clawdbot202512 } from '../../harness/contract/clawdbot-2025-12.ts';
import { TimelineBuilder } from '../../harness/judge/testing/timeline-builder.ts';
import { marginsOf, nearest } from './margins.ts';
import { renderMargins } from './tables.ts';

const timeline = new TimelineBuilder()
	.spawn(0, 'g1')
	.listen(700, 'g1', { starvedMs: 200 })
	.ready(720, 'g1')
	.spawn(1000, 'g2')
	.refused(1400, 'g2')
	.killed(2000, 'g1')
	.spawn(3000, 'g3')
	.listen(3600, 'g3')
	.fault(5000, 'g3', 'SIGTERM', 'graceful-stop')
	.stopListening(5100, 'g3')
	.ends(5300, 'g3', 0)
	.end(9000);

test('what each limited thing took, without the time that it had no core', () => {
	expect(marginsOf(timeline, clawdbot202512)).toEqual([
		{ clause: 'binds-at-startup', tookMs: 500, limitMs: 3000 },
		{ clause: 'rebinds-immediately', tookMs: 600, limitMs: 2000 },
		{ clause: 'fails-fast', tookMs: 400, limitMs: 1000 },
		{ clause: 'frees-port-on-shutdown', tookMs: 300, limitMs: 5000 },
	]);
});

test('of each clause the one that came nearest to its limit counts, whatever the limits are', () => {
	const margins = [
		{ clause: 'fails-fast', tookMs: 400, limitMs: 1000, name: 'small' },
		{ clause: 'fails-fast', tookMs: 900, limitMs: 3000, name: 'slow, and allowed to be' },
		{ clause: 'binds-at-startup', tookMs: 1, limitMs: 3000, name: 'fast' },
	] as const;
	expect(renderMargins(nearest(margins))).toMatchInlineSnapshot(`
		"limit             slowest on a correct gateway  share  gateway
		────────────────  ────────────────────────────  ─────  ───────
		fails-fast        400 ms of 1000 ms             40 %   small
		binds-at-startup  1 ms of 3000 ms               0 %    fast"
	`);
});

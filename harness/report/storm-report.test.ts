import { expect, test } from 'vitest';
import { type StormReport, stormVerdict } from './storm-report.ts';
import { renderStormReport } from './terminal-storm.ts';

const counts = { stories: 100, passed: 100, failed: 0, invalid: 0, skipped: 0, steps: 500, notTaken: 0, starts: 300 };

test('a storm passes when stories passed, nothing broke, and nearly all had a verdict', () => {
	expect(stormVerdict(0, counts)).toBe('pass');
	expect(stormVerdict(0, { ...counts, passed: 98, invalid: 2 })).toBe('pass');
	expect(stormVerdict(0, { ...counts, passed: 97, invalid: 2, skipped: 1 })).toBe('invalid');
	expect(stormVerdict(0, { ...counts, stories: 20, passed: 19, invalid: 1 })).toBe('invalid');
	expect(stormVerdict(0, { ...counts, stories: 0, passed: 0 })).toBe('invalid');
	expect(stormVerdict(1, { ...counts, passed: 99, failed: 1 })).toBe('fail');
});

test('stories without a verdict are counted and told in one line, kills that did not hit beside the steps', () => {
	const report: StormReport = {
		...{ schema: 1, kind: 'storm', gateway: 'a gateway', contract: 'c', isolation: 'i', seed: 7, steps: 10 },
		...{ abilities: { ownPids: true, inProcess: true, traced: false }, limits: [], findings: [] },
		withoutVerdict: [4, 9].map((story) => ({ story, reason: `reason ${story}`, folder: null })),
		totals: {
			...counts,
			passed: 97,
			invalid: 2,
			skipped: 1,
			notTaken: 5,
			states: 1,
			transitions: 1,
			findings: 0,
			storiesPerMinute: 20,
		},
		...{ notDeterministic: [], verdict: 'invalid', activeMs: 1, durationMs: 1, folder: '/f', resume: null },
	};
	expect(renderStormReport(report)).toMatchInlineSnapshot(`
		"Storm over a gateway, judged by c
		Isolation: i
		Seed 7, stories of up to 10 steps, without kills at the bind (they need strace, and a gateway that binds)

		Without a verdict: 3 of 100 stories (the first: 4, 9). Story 4: reason 4

		100 stories: 97 passed, 0 failed, 2 invalid, 1 skipped; 500 steps (and 5 not taken: the moment of the kill never came), 300 starts, 20.0 stories a minute
		1 state and 1 transition of the model seen, 0 findings
		A random sample: what was not told here is not known. Not deterministic:
		Record: /f
		Verdict: invalid"
	`);
});

import { expect, test } from 'vitest';
import { renderCaseLine, renderProgress } from './progress.ts';
import { hostileTexts, unsafeInTerminal } from './testing/hostile.ts';
import { sampleCase, sampleCases } from './testing/sample-report.ts';

const counts = { pass: 11, fail: 1, flaky: 0, invalid: 0, skipped: 2 };

test('progress says what is running, done and left', () => {
	const running = [
		{ title: 'SIGKILL when ready', forMs: 412 },
		{ title: 'eight instances started at once, on a machine that is busy with other things', forMs: 3210 },
	];
	expect(renderProgress({ total: 36, counts, running, elapsedMs: 12_345 }, 60)).toMatchInlineSnapshot(`
		"14 of 36 done, 20 left  ·  1 failed  ·  2 skipped  ·  12.3 s
		     0.41 s  SIGKILL when ready
		     3.21 s  eight instances started at once, on a machine …"
	`);
});

test('progress names at most eight running cases', () => {
	const running = Array.from({ length: 20 }, (_, index) => ({ title: `case ${index}`, forMs: 1 }));
	expect(renderProgress({ total: 36, counts, running, elapsedMs: 1 }, 60).split('\n').at(-1)).toBe(
		'  and 12 more running',
	);
});

test('one line for each finished case', () => {
	expect(
		sampleCases()
			.map((found) => renderCaseLine(found))
			.join('\n'),
	).toMatchInlineSnapshot(`
		"✓ pass       1.23 s  SIGKILL when ready
		✗ fail       1.23 s  second instance while the holder runs  ·  exact-error-in-use: g2 lost, but the message that it printed is not the exact one.
		✗ fail       1.23 s  SIGKILL with 50 clients  ·  no-stale-lock: tmp/gateway.4f2a.lock was left behind: it names pid 412, which is dead.
		~ flaky      1.23 s  heap exhaustion  ·  no-stale-lock: tmp/gateway.4f2a.lock was left behind: it names pid 977, which is dead.
		? invalid    1.23 s  SIGKILL before the bind  ·  The fault SIGKILL was planned at the first bind, but there is no proof that it fired.
		- skipped    1.23 s  bind fails with EACCES  ·  strace is not on the PATH
		- skipped    1.23 s  bind fails with EMFILE  ·  strace is not on the PATH"
	`);
});

test.each(hostileTexts)('foreign text stays on its line: %j', (hostile) => {
	const line = renderCaseLine(sampleCase({ title: hostile, verdict: 'invalid', reason: hostile }));
	const running = [{ title: hostile, forMs: 1 }];
	const progress = renderProgress({ total: 1, counts, running, elapsedMs: 1 }, 60);
	expect(line).not.toMatch(/\n/);
	expect(line).not.toMatch(unsafeInTerminal);
	expect(line.length).toBeLessThanOrEqual(300);
	expect(progress).not.toMatch(unsafeInTerminal);
	expect(progress.split('\n').map(({ length }) => length <= 60)).toEqual([true, true]);
});

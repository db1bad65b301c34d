import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clawdbot202512 } from '../contract/clawdbot-2025-12.ts';
import { renderReport } from './terminal.ts';
import { hostileTexts, unsafeInTerminal, withoutOwnColors } from './testing/hostile.ts';
import { inexactMessage, sampleCase, sampleCases, sampleReport, staleLock } from './testing/sample-report.ts';

const plain = { color: false, columns: 120 };

describe('a run with a case of every kind', () => {
	test('at 60 columns', () => {
		expect(
			renderReport(sampleReport(sampleCases()), clawdbot202512, { color: false, columns: 60 }),
		).toMatchInlineSnapshot(`
			"Gatelock  node my-gateway.mjs gateway --port {port}
			  contract   clawdbot-2025-12, Clawdbot, December 2025: the
			             TCP listener is the lock
			  isolation  own user, pid, network and mount namespaces
			  baseline   cold start 1.8 s, warm start 412 ms, failing
			             start 371 ms (measured on this machine before
			             the first case)
			  limits     binds-at-startup          3.824 s = warm start
			             412 ms × 2 + 3000 ms (for a cold disk)
			             fails-fast                0.800 s = --limit
			  control    two instances on one port: the second one lost
			  seed       42

			Clauses
			    clause                  status        cases  findings
			  ✓ single-instance         holds             2
			  - isolated-profiles       not exercised     0
			  - binds-at-startup        not exercised     0
			  - exclusive-listener      not exercised     0
			  ✓ rebinds-immediately     holds             2
			  ✗ no-stale-lock           broken            3         1
			  ✓ fails-fast              holds             1
			  ✗ exact-error-in-use      broken            1         1
			  - exact-error-bind-failed not exercised     0
			  - foreign-occupant        not exercised     0
			  - port-override           not exercised     0
			  - frees-port-on-shutdown  not exercised     0
			  - holder-undisturbed      not exercised     0
			  - pid-guard-independent   not exercised     0

			Findings (2)

			  ✗ exact-error-in-use: g2 lost, but the message that it
			    printed is not the exact one.
			    case      second instance while the holder runs
			    document  “GatewayLockError("another gateway instance is
			              already listening on ws://127.0.0.1:<port>")”
			    expected  another gateway instance is already listening
			              on ws://127.0.0.1:18789
			    printed   another gateway instance is already listening
			              on ws://localhost:18789.
			    differs   another gateway instance is already listening
			              on ws://[-127.0.0.1-]{+localhost+}:18789{+.+}
			    evidence  +0.402 s  g1 listens on 127.0.0.1:18789 (pid
			                        412)
			              +0.431 s  g2 spawned: node my-gateway.mjs
			                        gateway --port 18789
			              +0.861 s  g2 stderr: another gateway instance
			                        is already listening on
			                        ws://localhost:18789.
			              +0.867 s  g2 exited with code 1
			    timeline  .gatelock/runs/0001/cases/second-while-holder-runs
			    repeat    npx gatelock run second/while-holder-runs --seed 42

			  ✗ no-stale-lock: tmp/gateway.4f2a.lock was left behind: it
			    names pid 412, which is dead.
			    cases     2 cases; what follows is of the first:
			              SIGKILL with 50 clients
			              heap exhaustion (flaky, 5 runs)
			    document  “survive crashes/SIGKILL without leaving stale
			              lock files; no separate lock file or cleanup
			              step”
			    evidence  +1.204 s  SIGKILL to the tree of g1, proved by
			                        its wait status
			              +1.231 s  audit, no instance alive:
			                        tmp/gateway.4f2a.lock, 18 bytes,
			                        new: {"pid":412}
			    timeline  .gatelock/runs/0001/cases/kill-sigkill-with-clients
			    repeat    npx gatelock run kill/sigkill-with-clients --seed 42

			Invalid: no verdict was possible (1)

			  ? SIGKILL before the bind
			    reason    The fault SIGKILL was planned at the first
			              bind, but there is no proof that it fired.
			    timeline  .gatelock/runs/0001/cases/kill-before-bind
			    repeat    npx gatelock run kill/before-bind --seed 42

			Skipped (2)
			  - 2 cases: strace is not on the PATH

			7 cases: 1 passed, 2 failed, 1 flaky, 1 invalid, 2 skipped
			·  41.2 s
			Verdict: fail
			"
		`);
	});

	test('at 120 columns', () => {
		expect(renderReport(sampleReport(sampleCases()), clawdbot202512, plain)).toMatchInlineSnapshot(`
			"Gatelock  node my-gateway.mjs gateway --port {port}
			  contract   clawdbot-2025-12, Clawdbot, December 2025: the TCP listener is the lock
			  isolation  own user, pid, network and mount namespaces
			  baseline   cold start 1.8 s, warm start 412 ms, failing start 371 ms (measured on this machine before the first case)
			  limits     binds-at-startup          3.824 s = warm start 412 ms × 2 + 3000 ms (for a cold disk)
			             fails-fast                0.800 s = --limit
			  control    two instances on one port: the second one lost
			  seed       42

			Clauses
			    clause                  status        cases  findings
			  ✓ single-instance         holds             2
			  - isolated-profiles       not exercised     0
			  - binds-at-startup        not exercised     0
			  - exclusive-listener      not exercised     0
			  ✓ rebinds-immediately     holds             2
			  ✗ no-stale-lock           broken            3         1
			  ✓ fails-fast              holds             1
			  ✗ exact-error-in-use      broken            1         1
			  - exact-error-bind-failed not exercised     0
			  - foreign-occupant        not exercised     0
			  - port-override           not exercised     0
			  - frees-port-on-shutdown  not exercised     0
			  - holder-undisturbed      not exercised     0
			  - pid-guard-independent   not exercised     0

			Findings (2)

			  ✗ exact-error-in-use: g2 lost, but the message that it printed is not the exact one.
			    case      second instance while the holder runs
			    document  “GatewayLockError("another gateway instance is already listening on ws://127.0.0.1:<port>")”
			    expected  another gateway instance is already listening on ws://127.0.0.1:18789
			    printed   another gateway instance is already listening on ws://localhost:18789.
			    differs   another gateway instance is already listening on ws://[-127.0.0.1-]{+localhost+}:18789{+.+}
			    evidence  +0.402 s  g1 listens on 127.0.0.1:18789 (pid 412)
			              +0.431 s  g2 spawned: node my-gateway.mjs gateway --port 18789
			              +0.861 s  g2 stderr: another gateway instance is already listening on ws://localhost:18789.
			              +0.867 s  g2 exited with code 1
			    timeline  .gatelock/runs/0001/cases/second-while-holder-runs
			    repeat    npx gatelock run second/while-holder-runs --seed 42

			  ✗ no-stale-lock: tmp/gateway.4f2a.lock was left behind: it names pid 412, which is dead.
			    cases     2 cases; what follows is of the first:
			              SIGKILL with 50 clients
			              heap exhaustion (flaky, 5 runs)
			    document  “survive crashes/SIGKILL without leaving stale lock files; no separate lock file or cleanup step”
			    evidence  +1.204 s  SIGKILL to the tree of g1, proved by its wait status
			              +1.231 s  audit, no instance alive: tmp/gateway.4f2a.lock, 18 bytes, new: {"pid":412}
			    timeline  .gatelock/runs/0001/cases/kill-sigkill-with-clients
			    repeat    npx gatelock run kill/sigkill-with-clients --seed 42

			Invalid: no verdict was possible (1)

			  ? SIGKILL before the bind
			    reason    The fault SIGKILL was planned at the first bind, but there is no proof that it fired.
			    timeline  .gatelock/runs/0001/cases/kill-before-bind
			    repeat    npx gatelock run kill/before-bind --seed 42

			Skipped (2)
			  - 2 cases: strace is not on the PATH

			7 cases: 1 passed, 2 failed, 1 flaky, 1 invalid, 2 skipped  ·  41.2 s
			Verdict: fail
			"
		`);
	});

	test('no line is wider than the terminal but those that are made to be copied', () => {
		const lines = renderReport(sampleReport(sampleCases()), clawdbot202512, { color: false, columns: 60 }).split('\n');
		const wide = lines.filter((line) => line.length > 60);
		expect(wide).toMatchInlineSnapshot(`
			[
			  "    timeline  .gatelock/runs/0001/cases/second-while-holder-runs",
			  "    repeat    npx gatelock run second/while-holder-runs --seed 42",
			  "    timeline  .gatelock/runs/0001/cases/kill-sigkill-with-clients",
			  "    repeat    npx gatelock run kill/sigkill-with-clients --seed 42",
			]
		`);
	});

	test('colour adds codes and changes no text', () => {
		const report = sampleReport(sampleCases());
		const colored = renderReport(report, clawdbot202512, { color: true, columns: 80 });
		const bare = renderReport(report, clawdbot202512, { color: false, columns: 80 });
		expect(colored).not.toBe(bare);
		expect(withoutOwnColors(colored).replace(/ +$/gm, '')).toBe(bare);
	});
});

test('a run that passes ends in its verdict', () => {
	expect(renderReport(sampleReport([sampleCase()], { limits: [] }), clawdbot202512, plain)).toMatchInlineSnapshot(`
		"Gatelock  node my-gateway.mjs gateway --port {port}
		  contract   clawdbot-2025-12, Clawdbot, December 2025: the TCP listener is the lock
		  isolation  own user, pid, network and mount namespaces
		  baseline   cold start 1.8 s, warm start 412 ms, failing start 371 ms (measured on this machine before the first case)
		  control    two instances on one port: the second one lost
		  seed       42

		Clauses
		    clause                  status        cases  findings
		  ✓ single-instance         holds             1
		  - isolated-profiles       not exercised     0
		  - binds-at-startup        not exercised     0
		  - exclusive-listener      not exercised     0
		  ✓ rebinds-immediately     holds             1
		  ✓ no-stale-lock           holds             1
		  - fails-fast              not exercised     0
		  - exact-error-in-use      not exercised     0
		  - exact-error-bind-failed not exercised     0
		  - foreign-occupant        not exercised     0
		  - port-override           not exercised     0
		  - frees-port-on-shutdown  not exercised     0
		  - holder-undisturbed      not exercised     0
		  - pid-guard-independent   not exercised     0

		1 case: 1 passed, 0 failed, 0 flaky, 0 invalid, 0 skipped  ·  41.2 s
		Verdict: pass
		"
	`);
});

test('a run without a verdict says why', () => {
	const text = renderReport(sampleReport([sampleCase({ verdict: 'skipped' })]), clawdbot202512, plain);
	expect(text.split('\n').slice(-6).join('\n')).toMatchInlineSnapshot(`
		"Skipped (1)
		  - 1 case: a reason was not recorded

		1 case: 0 passed, 0 failed, 0 flaky, 0 invalid, 1 skipped  ·  41.2 s
		Verdict: invalid (every case was skipped, so nothing was proved)
		"
	`);
});

test('a case that failed without a finding is not lost', () => {
	const report = sampleReport([sampleCase({ verdict: 'fail', reason: 'the scenario threw: TypeError' })]);
	const text = renderReport(report, clawdbot202512, plain);
	expect(text.slice(text.indexOf('Findings'))).toMatchInlineSnapshot(`
		"Findings (1)

		  ✗ the scenario threw: TypeError
		    case      SIGKILL when ready
		    timeline  .gatelock/runs/0001/cases/kill-sigkill-when-ready
		    repeat    npx gatelock run kill/sigkill-when-ready --seed 42

		1 case: 0 passed, 1 failed, 0 flaky, 0 invalid, 0 skipped  ·  41.2 s
		Verdict: fail
		"
	`);
});

test('the same breach in many cases is shown once, with a bounded list of cases', () => {
	const cases = Array.from({ length: 12 }, (_, index) =>
		sampleCase({
			title: `case ${index + 1}`,
			verdict: 'fail',
			findings: [{ ...staleLock, message: staleLock.message.replace('412', String(500 + index)), evidence: [] }],
		}),
	);
	const text = renderReport(sampleReport(cases), clawdbot202512, plain);
	expect(text.slice(text.indexOf('Findings'))).toMatchInlineSnapshot(`
		"Findings (1)

		  ✗ no-stale-lock: tmp/gateway.4f2a.lock was left behind: it names pid 500, which is dead.
		    cases     12 cases; what follows is of the first:
		              case 1
		              case 2
		              case 3
		              case 4
		              case 5
		              case 6
		              case 7
		              case 8
		              and 4 more
		    document  “survive crashes/SIGKILL without leaving stale lock files; no separate lock file or cleanup step”
		    timeline  .gatelock/runs/0001/cases/kill-sigkill-when-ready
		    repeat    npx gatelock run kill/sigkill-when-ready --seed 42

		12 cases: 0 passed, 12 failed, 0 flaky, 0 invalid, 0 skipped  ·  41.2 s
		Verdict: fail
		"
	`);
});

test('many findings and much evidence are bounded', () => {
	const evidence = Array.from({ length: 5000 }, (_, index) => ({ t: index, text: `line ${index}` }));
	const cases = Array.from({ length: 500 }, (_, index) =>
		sampleCase({
			verdict: 'fail',
			findings: [{ ...inexactMessage, message: `breach ${'abc'.repeat(index)}`, evidence }],
		}),
	);
	const lines = renderReport(sampleReport(cases), clawdbot202512, plain).split('\n');
	expect(lines.length).toBeLessThan(2000);
	expect(lines).toContain('  and 460 more; all of them stand in the report (--json)');
	expect(lines).toContain('              and 4970 more lines in the timeline');
});

describe('foreign text', () => {
	test.each(hostileTexts)('is never raw in the output: %j', (hostile) => {
		const text = renderHostile(hostile, true);
		expect(withoutOwnColors(text)).not.toMatch(unsafeInTerminal);
		expect(text.length).toBeLessThan(100_000);
	});

	test('is readable, with control characters as escapes', () => {
		const found = { ...inexactMessage, actual: '\u001b[31mno\u0000pe\u202e\u001b[0m', evidence: [] };
		const text = renderReport(
			sampleReport([sampleCase({ verdict: 'fail', findings: [found] })]),
			clawdbot202512,
			plain,
		);
		expect(text.slice(text.indexOf('    expected'), text.indexOf('    timeline'))).toMatchInlineSnapshot(`
			"    expected  another gateway instance is already listening on ws://127.0.0.1:18789
			    printed   \\x1b[31mno\\x00pe\\u202e\\x1b[0m
			    differs   [-another gateway instance is already listening on ws://127.0.0.1:18789-]{+\\x1b[31mno\\x00pe\\u202e\\x1b[0m+}
			"
		`);
	});

	test('of any kind leaves no control character but the newline and our own colours', () => {
		const anyText = fc.string({ unit: 'binary', maxLength: 200 });
		const controls = fc.string({ unit: fc.integer({ min: 0, max: 0x9f }).map((code) => String.fromCharCode(code)) });
		fc.assert(
			fc.property(fc.oneof(anyText, controls), fc.boolean(), (hostile, color) => {
				expect(withoutOwnColors(renderHostile(hostile, color))).not.toMatch(unsafeInTerminal);
			}),
			{ numRuns: 200 },
		);
	});
});

function renderHostile(hostile: string, color: boolean): string {
	const finding = {
		clause: 'exact-error-in-use' as const,
		message: hostile,
		evidence: [{ t: 1, text: hostile }],
		expected: 'another gateway instance is already listening',
		actual: hostile,
	};
	const facts = { title: hostile, reason: hostile, folder: `f${hostile}`, repeat: hostile };
	const report = sampleReport(
		[
			sampleCase({ ...facts, verdict: 'fail', findings: [finding] }),
			sampleCase({ ...facts, verdict: 'fail' }),
			sampleCase({ ...facts, verdict: 'invalid' }),
			sampleCase({ ...facts, verdict: 'skipped' }),
		],
		{
			gateway: hostile,
			contract: hostile,
			isolation: hostile,
			control: hostile,
			folder: hostile,
			invalidReason: hostile,
			limits: [{ clause: 'fails-fast', limitMs: 1, origin: hostile }],
		},
	);
	return renderReport(report, clawdbot202512, { color, columns: 80 });
}
